// Which alerts a silence holds back: those of its service that carry all of its labels.
export type SilenceScope<Service extends string> = { service: Service | null; labels: Readonly<Record<string, string>> }

export function isHeldBack<Service extends string>(
  silence: SilenceScope<Service>,
  alert: { service: Service; labels: Readonly<Record<string, string>> },
): boolean {
  if (silence.service !== null && silence.service !== alert.service) return false
  return Object.entries(silence.labels).every(([name, value]) => alert.labels[name] === value)
}
