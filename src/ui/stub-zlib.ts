// What node:zlib is in the browser: its names and nothing behind them. just-bash imports it for commands (gzip, tar, …) that
// this project does not use.

const none = (): never => {
  throw new Error('compression: not in this simulator');
};

export const constants = {};
export { none as gunzipSync, none as gzipSync };
