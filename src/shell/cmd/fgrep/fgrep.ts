// fgrep: grep with plain strings, under its old name.
export { fgrep } from '../grep/grep.ts';
