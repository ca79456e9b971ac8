import fs from 'node:fs';

const ticksPerSecond = 100;
const pageBytes = 4096;

const statOf = (pid) => {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      parent: Number(fields[1]),
      ticks: Number(fields[11]) + Number(fields[12]),
      childTicks: Number(fields[13]) + Number(fields[14]),
    };
  } catch {
    return undefined;
  }
};

/** CPU seconds and resident memory of a process and everything below it (Linux). */
export function measureTree(rootPid) {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter(Boolean);
  const tree = new Set([rootPid]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all) if (tree.has(parent) && !tree.has(pid)) grown = Boolean(tree.add(pid));
  }
  let ticks = 0;
  let rootTicks = 0;
  let proportionalBytes = 0;
  for (const stat of all.filter(({ pid }) => tree.has(pid))) {
    ticks += stat.ticks + stat.childTicks;
    if (stat.pid === rootPid) rootTicks = stat.ticks;
    try {
      const rollup = fs.readFileSync(`/proc/${stat.pid}/smaps_rollup`, 'utf8');
      proportionalBytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
    } catch {
      proportionalBytes += pageBytes;
    }
  }
  return {
    cpuSeconds: ticks / ticksPerSecond,
    rootCpuSeconds: rootTicks / ticksPerSecond,
    memoryMiB: Math.round(proportionalBytes / 1024 / 1024),
    processes: tree.size,
  };
}
