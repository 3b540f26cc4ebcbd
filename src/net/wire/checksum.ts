// The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.

/** The sum of `bytes` from `start` to `end` in 16-bit words, to be given on as `sum` to the next part. */
export function addWords(bytes: Uint8Array, start: number, end: number, sum = 0): number {
  for (let i = start; i + 1 < end; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!;
  if ((end - start) % 2 === 1) sum += bytes[end - 1]! << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return sum;
}

export const checksumOf = (sum: number): number => ~sum & 0xffff;
