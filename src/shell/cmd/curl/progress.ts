// The progress meter (lib/progress.c) and the bar of -# (tool_cb_prg.c).

import { SECOND } from '../../../base/time.ts';

const HEADING =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
  '                                 Dload  Upload   Total   Spent    Left  Speed\n';
const MB = 1024 * 1024;
const LOOK_US = 200_000;

/** Five characters for a number of bytes. */
export function printBytes(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  if (bytes < 10_000 * 1024) return `${String(Math.floor(bytes / 1024)).padStart(4)}k`;
  if (bytes < 100 * MB)
    return `${String(Math.floor(bytes / MB)).padStart(2)}.${Math.floor((bytes % MB) / Math.floor(MB / 10))}M`;
  if (bytes < 10_000 * MB) return `${String(Math.floor(bytes / MB)).padStart(4)}M`;
  return `${String(Math.floor(bytes / (1024 * MB))).padStart(4)}G`;
}

function printTime(seconds: number): string {
  if (seconds <= 0) return '--:--:--';
  const hours = Math.floor(seconds / 3600);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(hours).padStart(2)}:${two(Math.floor((seconds % 3600) / 60))}:${two(Math.floor(seconds % 60))}`;
}

const percent = (part: number, whole: number): number =>
  whole > 10_000 ? Math.floor(part / Math.floor(whole / 100)) : whole > 0 ? Math.floor((part * 100) / whole) : 0;

export class Progress {
  readonly #startUs: number;
  readonly #barWidth: number | undefined;
  readonly #samples: { readonly bytes: number; readonly atUs: number }[] = [];
  #headed = false;
  #shownUs = -1;
  /** Undefined while unknown. */
  downloadSize: number | undefined;
  uploadSize: number | undefined;
  downloaded = 0;
  uploaded = 0;

  /** `barWidth`: the terminal's columns, for -#. `before`: the one of a request that this one follows. */
  constructor(startUs: number, barWidth: number | undefined, before?: Progress) {
    this.#startUs = startUs;
    this.#barWidth = barWidth;
    if (!before) return;
    this.#headed = before.#headed;
    this.#shownUs = startUs;
  }

  /** curl looks at once, after 0.2 s, when it would try another address, and then every second. */
  get nextUs(): number {
    if (this.#shownUs < 0) return this.#startUs;
    const seconds = Math.floor((this.#shownUs - this.#startUs + SECOND - LOOK_US) / SECOND);
    return this.#startUs + LOOK_US + Math.max(1, seconds + (this.#shownUs > this.#startUs ? 0 : 1)) * SECOND;
  }

  update(nowUs: number): string {
    if (nowUs < this.nextUs) return '';
    this.#shownUs = nowUs;
    return this.#barWidth === undefined ? this.#line(nowUs) : '';
  }

  finish(nowUs: number): string {
    if (this.#barWidth !== undefined) return this.downloaded > 0 ? this.#bar(this.#barWidth) : '';
    return `${this.#line(nowUs)}\n`;
  }

  #line(nowUs: number): string {
    const heading = this.#headed ? '' : HEADING;
    this.#headed = true;
    const spentUs = nowUs - this.#startUs;
    const speedOf = (bytes: number) => (spentUs > 0 ? Math.floor((bytes * SECOND) / spentUs) : bytes * SECOND);
    const down = speedOf(this.downloaded);
    const up = speedOf(this.uploaded);
    const current = this.#currentSpeed(nowUs, down + up);
    const expectedSeconds = Math.max(
      this.downloadSize !== undefined && down > 0 ? Math.floor(this.downloadSize / down) : 0,
      this.uploadSize !== undefined && up > 0 ? Math.floor(this.uploadSize / up) : 0,
    );
    const spent = Math.floor(spentUs / SECOND);
    const total = (this.downloadSize ?? this.downloaded) + (this.uploadSize ?? this.uploaded);
    const moved = this.downloaded + this.uploaded;
    const known = this.downloadSize !== undefined || this.uploadSize !== undefined;
    const cell = (part: number, whole: number | undefined, shown: number) =>
      `${String(whole === undefined ? 0 : percent(part, whole)).padStart(3)} ${printBytes(shown)}`;
    return (
      `${heading}\r${cell(moved, known ? total : undefined, total)}  ` +
      `${cell(this.downloaded, this.downloadSize, this.downloaded)}  ` +
      `${cell(this.uploaded, this.uploadSize, this.uploaded)}  ` +
      `${printBytes(down)}  ${printBytes(up)} ${printTime(expectedSeconds)} ${printTime(spent)} ` +
      `${printTime(expectedSeconds > 0 ? expectedSeconds - spent : 0)} ${printBytes(current)}`
    );
  }

  #currentSpeed(nowUs: number, average: number): number {
    this.#samples.push({ bytes: this.downloaded + this.uploaded, atUs: nowUs });
    if (this.#samples.length > 6) this.#samples.shift();
    const first = this.#samples[0]!;
    if (this.#samples.length === 1) return average;
    const spanMs = Math.max(1, Math.floor((nowUs - first.atUs) / 1000));
    return Math.floor(((this.downloaded + this.uploaded - first.bytes) * 1000) / spanMs);
  }

  #bar(columns: number): string {
    const width = columns - 7;
    const whole = this.downloadSize ?? this.downloaded;
    const part = whole > 0 ? Math.min(1, this.downloaded / whole) : 1;
    return `\r${'#'.repeat(Math.floor(width * part)).padEnd(width)} ${(part * 100).toFixed(1).padStart(5)}%`;
  }
}
