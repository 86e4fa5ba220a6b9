// This browser as a pager: whether it can be one, whether it is, and becoming one.
import type { Api } from '../api/client.ts'

/** From what nothing can be done about here, to what is done. */
export type PagerState = 'insecure' | 'needs-install' | 'unsupported' | 'denied' | 'off' | 'on'

export async function pagerState(): Promise<PagerState> {
  if (!window.isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return isApplePhone() && !isInstalled() ? 'needs-install' : 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  return (await ownSubscription()) === null ? 'off' : 'on'
}

export const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches

const isApplePhone = (): boolean =>
  /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes('Mac OS') && navigator.maxTouchPoints > 1)

export async function ownSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker?.getRegistration('/')
  return (await registration?.pushManager.getSubscription()) ?? null
}

/** Asks for the permission, subscribes at the browser's push service, and tells the server. */
export async function subscribe(api: Api, person: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('The permission was not given')
  const { applicationServerKey } = await api.browsers.list({ person })
  await navigator.serviceWorker.register('/sw.js', { scope: '/' })
  const { pushManager } = await navigator.serviceWorker.ready
  const key = bytesOf(applicationServerKey)
  const old = await pushManager.getSubscription()
  // A subscription is bound to the key it was made with: after a new installation the old one rings for nobody.
  if (old !== null && !sameKey(old.options.applicationServerKey, key)) await old.unsubscribe()
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  await tell(api, person, made)
}

/** Said again at each visit, so that the server knows the browser is still there. */
export async function refresh(api: Api, person: string): Promise<void> {
  const own = await ownSubscription()
  if (own !== null) await tell(api, person, own)
}

export async function unsubscribe(api: Api, person: string): Promise<void> {
  const own = await ownSubscription()
  if (own === null) return
  await api.browsers.unsubscribe({ person, endpoint: own.endpoint })
  await own.unsubscribe()
}

async function tell(api: Api, person: string, subscription: PushSubscription): Promise<void> {
  const { keys } = subscription.toJSON()
  await api.browsers.subscribe({
    person,
    endpoint: subscription.endpoint,
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    name: browserName(),
  })
}

/** "Chrome on Android": what the person knows it by. */
export function browserName(agent = navigator.userAgent): string {
  const found = (names: readonly (readonly [RegExp, string])[]) => names.find(([pattern]) => pattern.test(agent))?.[1]
  const browser = found([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|CriOS|Chromium/, 'Chrome'],
    [/Safari/, 'Safari'],
  ])
  const system = found([
    [/Android/, 'Android'],
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'Mac'],
    [/Linux|X11|CrOS/, 'Linux'],
  ])
  if (browser === undefined) return 'A program'
  return system === undefined ? browser : `${browser} on ${system}`
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
}

function sameKey(one: ArrayBuffer | null, other: Uint8Array): boolean {
  const bytes = new Uint8Array(one ?? new ArrayBuffer(0))
  return bytes.length === other.length && bytes.every((byte, at) => byte === other[at])
}
