import { expect, test } from 'vitest';
import { ab } from '../../../src/shell/cmd/ab/ab.ts';
import { WEB, webWorld } from '../../support/web-world.ts';

test('the report', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-n', '20', '-c', '5', `http://${WEB}/`);
  expect(ran.stdout).toMatchInlineSnapshot(`
    "This is ApacheBench, Version 2.3 <$Revision$>
    Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/
    Licensed to The Apache Software Foundation, http://www.apache.org/

    Benchmarking 10.0.0.80 (be patient).....done


    Server Software:        Apache
    Server Hostname:        10.0.0.80
    Server Port:            80

    Document Path:          /
    Document Length:        5 bytes

    Concurrency Level:      5
    Time taken for tests:   0.008 seconds
    Complete requests:      20
    Failed requests:        0
    Total transferred:      4160 bytes
    HTML transferred:       100 bytes
    Requests per second:    2375.30 [#/sec] (mean)
    Time per request:       2.105 [ms] (mean)
    Time per request:       0.421 [ms] (mean, across all concurrent requests)
    Transfer rate:          482.48 [Kbytes/sec] received

    Connection Times (ms)
                  min  mean[+/-sd] median   max
    Connect:        0    0   0.0      0       0
    Processing:     0    2   0.5      2       2
    Waiting:        0    2   0.5      2       2
    Total:          1    2   0.5      2       2

    Percentage of the requests served within a certain time (ms)
      50%      2
      66%      2
      75%      2
      80%      2
      90%      2
      95%      2
      98%      2
      99%      2
     100%      2 (longest request)
    "
  `);
  expect(ran.status).toBe(0);
});

test('one request on the wire: HTTP/1.0, the server closes first', () => {
  const world = webWorld();
  world.run(ab.main, 'ab', '-n', '1', `http://${WEB}/`);
  world.sim.advance(world.sim.nowUs + 1_000_000);
  expect(world.wire()).toMatchInlineSnapshot(`
    [
      "> S win 64240",
      "< S. win 65160",
      "> . win 502",
      "> P. 77 win 502",
      "< . win 509",
      "< P. 208 win 509",
      "< F. win 509",
      "> . win 501",
      "> F. win 501",
      "< . win 509",
    ]
  `);
});

test('-k asks again on the same connection', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-k', '-n', '4', '-c', '2', `http://${WEB}/`);
  expect(ran.stdout).toContain('Keep-Alive requests:    4\n');
  expect(ran.stdout).toContain('Total transferred:      978 bytes\n');
  expect(world.wire().filter((line) => line.startsWith('> S '))).toHaveLength(2);
});

test('refused', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-n', '3', `http://${WEB}:81/`);
  expect(ran.status).toBe(111);
  expect(ran.stderr).toBe('apr_socket_recv: Connection refused (111)\n');
});

test('nobody there', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-n', '3', `http://10.0.0.99/`);
  expect(ran).toMatchObject({ status: 113, stderr: 'apr_socket_recv: No route to host (113)\n' });
});

test('no answer in time', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-n', '3', '-s', '1', `http://10.0.0.99/`);
  expect(ran).toMatchObject({ status: 119, stderr: 'apr_pollset_poll: The timeout specified has expired (70007)\n' });
});

test('pages of two lengths are failures of length', () => {
  const world = webWorld();
  const file = '/var/www/html/index.html';
  let longer = false;
  // every second request finds another page
  const timer = (): void => {
    longer = !longer;
    world.web.sys.writeFile(file, longer ? 'longer-page\n' : 'web1\n');
    world.sim.clock.after(450, timer);
  };
  timer();
  const ran = world.run(ab.main, 'ab', '-q', '-n', '20', `http://${WEB}/`);
  const failed = Number(/Failed requests: +(\d+)\n/.exec(ran.stdout)![1]);
  expect(failed).toBeGreaterThan(0);
  expect(ran.stdout).toContain(`(Connect: 0, Receive: 0, Length: ${failed}, Exceptions: 0)\n`);
});

test('-S leaves the deviations out', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-S', '-d', '-n', '20', '-c', '5', `http://${WEB}/`);
  expect(ran.stdout).toMatch(
    /min {3}avg {3}max\nConnect: {5,}\d+ +\d+ +\d+\nProcessing: .*\nWaiting: .*\nTotal: .*\n$/,
  );
});

test('-v 2 shows the request behind the first line', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-i', '-v', '2', `http://${WEB}/`);
  expect(ran.stdout).toContain(
    '(be patient)...INFO: HEAD header == \n---\nHEAD / HTTP/1.0\r\nHost: 10.0.0.80\r\nUser-Agent: ApacheBench/2.3\r\n' +
      'Accept: */*\r\n\r\n\n---\nLOG: header received:\nHTTP/1.1 200 OK\r\n',
  );
});

test('-r goes on after errors, and counts each twice', () => {
  const world = webWorld();
  const ran = world.run(ab.main, 'ab', '-r', '-n', '2', '-c', '1', `http://${WEB}:81/`);
  expect(ran.stdout).toContain('Failed requests:        4\n   (Connect: 0, Receive: 2, Length: 0, Exceptions: 2)\n');
});

test.each([
  [['ab'], 'ab: wrong number of arguments\n', 22],
  [['ab', '-z'], 'ab: option requires an argument -- z\nab: wrong number of arguments\n', 22],
  [['ab', '-n', '0', 'http://a/'], 'Invalid number of requests\n\n', 1],
  [
    ['ab', '-c', '5', '-n', '3', 'http://a/'],
    'ab: Cannot use concurrency level greater than total number of requests\n',
    22,
  ],
  [['ab', '-n', '10', 'http://a'], 'ab: invalid URL\n', 22],
  [['ab', 'http://a/', '-n', '5'], 'ab: wrong number of arguments\n', 22],
])('wrong usage: %j', (argv, words, status) => {
  const ran = webWorld().run(ab.main, ...argv);
  expect(ran.stderr.startsWith(words)).toBe(true);
  expect(ran.status).toBe(status);
});

test('options that are not here are refused by name', () => {
  expect(webWorld().run(ab.main, 'ab', '-w', 'http://a/')).toMatchObject({
    status: 2,
    stderr: 'ab: -w: not in this simulator\n',
  });
});
