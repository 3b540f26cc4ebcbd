import { expect, test } from 'vitest';
import { curl } from '../../../src/shell/cmd/curl/curl.ts';
import { WEB, webWorld } from '../../support/web-world.ts';

test('curl -s prints the page and nothing else', () => {
  const world = webWorld();
  expect(world.run(curl.main, 'curl', '-s', `http://${WEB}/`)).toEqual({ status: 0, stdout: 'web1\n', stderr: '' });
});

test('its packets are the recorded ones', () => {
  const world = webWorld();
  world.run(curl.main, 'curl', '-s', '-A', 'x', 'http://10.0.0.80/');
  world.sim.advance(world.sim.nowUs + 1_000_000);
  expect(world.wire()).toEqual([
    '> S win 64240',
    '< S. win 65160',
    '> . win 502',
    '> P. 63 win 502',
    '< . win 509',
    '< P. 189 win 509',
    '> . win 501',
    '> F. win 501',
    '< F. win 509',
    '> . win 501',
  ]);
});

test('-v tells everything', () => {
  const world = webWorld();
  const { stderr } = world.run(curl.main, 'curl', '-sv', `http://${WEB}/`);
  expect(stderr.replace(/\r\n/g, '\n').replace(/(Date|Last-Modified): .*/g, '$1')).toMatchInlineSnapshot(`
    "*   Trying 10.0.0.80:80...
    * Connected to 10.0.0.80 (10.0.0.80) port 80 (#0)
    > GET / HTTP/1.1
    > Host: 10.0.0.80
    > User-Agent: curl/7.88.1
    > Accept: */*
    > 
    < HTTP/1.1 200 OK
    < Date
    < Server: Apache
    < Last-Modified
    < Accept-Ranges: bytes
    < Content-Length: 5
    < Content-Type: text/html
    < 
    { [5 bytes data]
    * Connection #0 to host 10.0.0.80 left intact
    "
  `);
});

test('a refused connection', () => {
  const world = webWorld();
  const ran = world.run(curl.main, 'curl', `http://${WEB}:81/`);
  expect(ran.status).toBe(7);
  expect(ran.stderr).toMatch(
    /^curl: \(7\) Failed to connect to 10\.0\.0\.80 port 81 after \d+ ms: Couldn't connect to server\n$/m,
  );
});

test('nobody there', () => {
  const world = webWorld();
  const ran = world.run(curl.main, 'curl', '-sS', 'http://10.0.0.99/');
  expect(ran.stderr).toMatch(
    /^curl: \(7\) Failed to connect to 10\.0\.0\.99 port 80 after 30\d\d ms: Couldn't connect/,
  );
});

test('-m ends it in time', () => {
  const world = webWorld();
  const ran = world.run(curl.main, 'curl', '-sS', '-m', '1', 'http://10.0.0.99/');
  expect(ran).toEqual({ status: 28, stdout: '', stderr: 'curl: (28) Connection timed out after 1001 milliseconds\n' });
});

test('-w', () => {
  const world = webWorld();
  const ran = world.run(
    curl.main,
    'curl',
    '-s',
    '-o',
    '/dev/null',
    '-w',
    '%{http_code} %{size_download} %{remote_ip} %{num_connects} %{size_header} %{size_request}\\n',
    `http://${WEB}/nope`,
  );
  expect(ran.stdout).toBe('404 236 10.0.0.80 1 145 77\n');
});

test('the meter', () => {
  const world = webWorld({ '/big.html': 'a'.repeat(30000) });
  const ran = world.run(curl.main, 'curl', `http://${WEB}/big.html`);
  expect(ran.stdout.length).toBe(30000);
  expect(ran.stderr).toMatchInlineSnapshot(`
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                     Dload  Upload   Total   Spent    Left  Speed

      0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0
    100 30000  100 30000    0     0  30.1M      0 --:--:-- --:--:-- --:--:-- 28.6M
    "
  `);
});

test('two URLs, one connection', () => {
  const world = webWorld();
  const ran = world.run(curl.main, 'curl', '-sv', `http://${WEB}/`, `http://${WEB}/nope`);
  expect(ran.stderr).toContain('* Re-using existing connection #0 with host 10.0.0.80\n');
});
