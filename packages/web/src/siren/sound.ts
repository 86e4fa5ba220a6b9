// The sound of the siren: two tones in turn, made here, so that nothing has to be loaded at night.
const HIGH_HZ = 880
const LOW_HZ = 587
const TURN_SECONDS = 0.4

let context: AudioContext | null = null
let playing: { tone: OscillatorNode; loud: GainNode } | null = null

/** `asleep`: the browser wants a press on this page before it lets it sound. */
export type SoundState = 'ready' | 'asleep' | 'unsupported'

export function soundState(): SoundState {
  if (!('AudioContext' in window)) return 'unsupported'
  return context?.state === 'running' ? 'ready' : 'asleep'
}

/** Inside a press or a key: from then on this tab may sound by itself. */
export async function wake(): Promise<SoundState> {
  if (!('AudioContext' in window)) return 'unsupported'
  context ??= new AudioContext()
  await context.resume()
  return soundState()
}

/** Each of the first seconds is louder than the one before: it wakes, and does not shock. */
export function sound(seconds: number): void {
  if (context === null || context.state !== 'running') return
  silence()
  const tone = context.createOscillator()
  const loud = context.createGain()
  const start = context.currentTime
  tone.type = 'triangle'
  for (let at = 0; at < seconds; at += TURN_SECONDS * 2) {
    tone.frequency.setValueAtTime(HIGH_HZ, start + at)
    tone.frequency.setValueAtTime(LOW_HZ, start + at + TURN_SECONDS)
  }
  loud.gain.setValueAtTime(0.05, start)
  loud.gain.linearRampToValueAtTime(0.8, start + Math.min(4, seconds))
  tone.connect(loud).connect(context.destination)
  tone.start(start)
  tone.stop(start + seconds)
  const mine = { tone, loud }
  tone.onended = () => {
    if (playing === mine) playing = null
  }
  playing = mine
}

export function silence(): void {
  playing?.tone.stop()
  playing = null
}
