// egrep: grep with extended expressions, under its old name.
export { egrep } from '../grep/grep.ts';
