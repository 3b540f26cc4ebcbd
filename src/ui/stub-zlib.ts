// What node:zlib is in the browser: nothing. just-bash imports it for commands (gzip, …) that this project does not use.

export default {};
