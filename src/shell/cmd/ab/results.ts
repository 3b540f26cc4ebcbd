// ab's report: the figures and how they are rounded, as ab.c prints them.

import type { Config } from './config.ts';

/** One request, in microseconds. */
export interface Sample {
  readonly startedUs: number;
  readonly connectUs: number;
  readonly totalUs: number;
  readonly waitUs: number;
}

export interface Tally {
  serverName: string;
  documentLength: number;
  done: number;
  good: number;
  bad: number;
  connectErrors: number;
  receiveErrors: number;
  lengthErrors: number;
  exceptions: number;
  writeErrors: number;
  non2xx: number;
  keptAlive: number;
  totalRead: number;
  bodyRead: number;
  totalSent: number;
  readonly samples: Sample[];
}

export const newTally = (): Tally => ({
  serverName: '',
  documentLength: 0,
  done: 0,
  good: 0,
  bad: 0,
  connectErrors: 0,
  receiveErrors: 0,
  lengthErrors: 0,
  exceptions: 0,
  writeErrors: 0,
  non2xx: 0,
  keptAlive: 0,
  totalRead: 0,
  bodyRead: 0,
  totalSent: 0,
  samples: [],
});

const label = (name: string): string => name.padEnd(24);
const PERCENTS = [50, 66, 75, 80, 90, 95, 98, 99, 100];
const roundMs = (us: number): number => Math.floor((us + 500) / 1000);

export function printResults(config: Config, tally: Tally, tookUs: number): string {
  const { done } = tally;
  const seconds = tookUs / 1e6;
  let text =
    `\n\n${label('Server Software:')}${tally.serverName}\n${label('Server Hostname:')}${config.host}\n` +
    `${label('Server Port:')}${config.port}\n\n${label('Document Path:')}${config.path}\n` +
    `${label('Document Length:')}${config.variableLength ? 'Variable' : `${tally.documentLength} bytes`}\n\n` +
    `${label('Concurrency Level:')}${config.concurrency}\n` +
    `${label('Time taken for tests:')}${seconds.toFixed(3)} seconds\n` +
    `${label('Complete requests:')}${done}\n${label('Failed requests:')}${tally.bad}\n`;
  if (tally.bad)
    text +=
      `   (Connect: ${tally.connectErrors}, Receive: ${tally.receiveErrors}, Length: ${tally.lengthErrors}, ` +
      `Exceptions: ${tally.exceptions})\n`;
  if (tally.writeErrors) text += `${label('Write errors:')}${tally.writeErrors}\n`;
  if (tally.non2xx) text += `${label('Non-2xx responses:')}${tally.non2xx}\n`;
  if (config.keepAlive) text += `${label('Keep-Alive requests:')}${tally.keptAlive}\n`;
  text += `${label('Total transferred:')}${tally.totalRead} bytes\n`;
  if (config.bodyLength) text += `${label('Total body sent:')}${tally.totalSent}\n`;
  text += `${label('HTML transferred:')}${tally.bodyRead} bytes\n`;
  if (seconds && done) {
    text +=
      `${label('Requests per second:')}${(done / seconds).toFixed(2)} [#/sec] (mean)\n` +
      `${label('Time per request:')}${((config.concurrency * seconds * 1000) / done).toFixed(3)} [ms] (mean)\n` +
      `${label('Time per request:')}${((seconds * 1000) / done).toFixed(3)} [ms] (mean, across all concurrent requests)\n` +
      `${label('Transfer rate:')}${(tally.totalRead / 1024 / seconds).toFixed(2)} [Kbytes/sec] received\n`;
    if (config.bodyLength)
      text +=
        `${label('')}${(tally.totalSent / 1024 / seconds).toFixed(2)} kb/s sent\n` +
        `${label('')}${((tally.totalRead + tally.totalSent) / 1024 / seconds).toFixed(2)} kb/s total\n`;
  }
  return done > 0 ? text + printTimes(config, tally.samples) : text;
}

interface Column {
  readonly min: number;
  readonly mean: number;
  readonly deviation: number;
  readonly median: number;
  readonly max: number;
}

function columnOf(samples: readonly Sample[], of: (sample: Sample) => number): Column {
  const values = Float64Array.from(samples, of).sort();
  const count = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = Math.floor(sum / count);
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const half = count >> 1;
  // ab's own median: for an odd number, the mean of the middle one and the one above it
  const median = count > 1 && count % 2 ? Math.floor((values[half]! + values[half + 1]!) / 2) : values[half]!;
  return {
    min: roundMs(values[0]!),
    mean: roundMs(mean),
    deviation: count > 1 ? Math.sqrt(squares / (count - 1)) / 1000 : 0,
    median: roundMs(median),
    max: roundMs(values[count - 1]!),
  };
}

function printTimes(config: Config, samples: readonly Sample[]): string {
  const connect = columnOf(samples, (sample) => sample.connectUs);
  const processing = columnOf(samples, (sample) => sample.totalUs - sample.connectUs);
  const waiting = columnOf(samples, (sample) => sample.waitUs);
  const total = columnOf(samples, (sample) => sample.totalUs);
  let text = '\nConnection Times (ms)\n';
  const rows: readonly (readonly [string, Column, string])[] = [
    ['Connect:    ', connect, 'the initial connection time'],
    ['Processing: ', processing, 'the processing time'],
    ['Waiting:    ', waiting, 'the waiting time'],
    ['Total:      ', total, 'the total time'],
  ];
  if (config.confidence) {
    text += '              min  mean[+/-sd] median   max\n';
    for (const [name, column] of rows) text += name + printColumn(column);
    for (const [, column, what] of rows) text += doubt(column, what);
  } else {
    text += '              min   avg   max\n';
    for (const [name, { min, mean, max }] of rows)
      text += `${name}${String(min).padStart(5)} ${String(mean).padStart(5)}${String(max).padStart(5)}\n`;
  }
  return config.percentiles && samples.length > 1 ? text + printPercentiles(samples) : text;
}

const printColumn = ({ min, mean, deviation, median, max }: Column): string =>
  `${String(min).padStart(5)} ${String(mean).padStart(4)} ${deviation.toFixed(1).padStart(5)} ` +
  `${String(median).padStart(6)} ${String(max).padStart(7)}\n`;

function doubt({ mean, median, deviation }: Column, what: string): string {
  const apart = Math.abs(mean - median);
  if (apart > 2 * deviation)
    return (
      `ERROR: The median and mean for ${what} are more than twice the standard\n` +
      '       deviation apart. These results are NOT reliable.\n'
    );
  if (apart > deviation)
    return (
      `WARNING: The median and mean for ${what} are not within a normal deviation\n` +
      '        These results are probably not that reliable.\n'
    );
  return '';
}

const sortedTotals = (samples: readonly Sample[]): Float64Array =>
  Float64Array.from(samples, (sample) => sample.totalUs).sort();

function printPercentiles(samples: readonly Sample[]): string {
  const totals = sortedTotals(samples);
  const rows = PERCENTS.map((percent) =>
    percent >= 100
      ? ` 100%  ${String(roundMs(totals[totals.length - 1]!)).padStart(5)} (longest request)\n`
      : `  ${percent}%  ${String(roundMs(totals[Math.floor((totals.length * percent) / 100)]!)).padStart(5)}\n`,
  );
  return `\nPercentage of the requests served within a certain time (ms)\n${rows.join('')}`;
}

/** -e */
export function printCsv(samples: readonly Sample[]): string {
  const totals = sortedTotals(samples);
  let text = 'Percentage served,Time in ms\n';
  for (let percent = 0; percent <= 100; percent++) {
    const at = percent === 100 ? totals.length - 1 : Math.floor(0.5 + (totals.length * percent) / 100);
    text += `${percent},${(totals[Math.min(at, totals.length - 1)]! / 1000).toFixed(3)}\n`;
  }
  return text;
}

/** -g; `date`: a time as ctime(3) prints it. */
export function printGnuplot(
  samples: readonly Sample[],
  date: (us: number) => string,
  epoch: (us: number) => number,
): string {
  const rows = [...samples]
    .sort((a, b) => a.totalUs - b.totalUs)
    .map(
      ({ startedUs, connectUs, totalUs, waitUs }) =>
        `${date(startedUs)}\t${epoch(startedUs)}\t${roundMs(connectUs)}\t${roundMs(totalUs - connectUs)}\t${roundMs(totalUs)}\t${roundMs(waitUs)}\n`,
    );
  return `starttime\tseconds\tctime\tdtime\tttime\twait\n${rows.join('')}`;
}
