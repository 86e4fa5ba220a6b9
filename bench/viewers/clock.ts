// One clock for two processes: that of the machine since it started, which nobody sets.

export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6
