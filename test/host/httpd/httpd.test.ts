import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/host/unit/http/config.ts';
import { pathOf, readRequest } from '../../../src/host/unit/http/request.ts';
import { httpDate, parseHttpDate } from '../../../src/host/unit/http/response.ts';
import { nc } from '../../../src/shell/cmd/nc/nc.ts';
import { runMain } from '../../support/run-program.ts';
import { WEB, webWorld, type WebWorld } from '../../support/web-world.ts';
import * as fc from 'fast-check';

const ask = (world: WebWorld, request: string): string =>
  runMain(world.client, nc.main, ['nc', '-N', WEB, '80'], { stdin: request }).stdout.replace(
    /(Date|Last-Modified): [^\r]*/g,
    '$1: …',
  );

const lines = (...all: string[]): string => all.join('\r\n');

describe('answers, as recorded', () => {
  test('a page, HTTP/1.1', () => {
    expect(ask(webWorld(), 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')).toBe(
      lines(
        'HTTP/1.1 200 OK',
        'Date: …',
        'Server: Apache',
        'Last-Modified: …',
        'Accept-Ranges: bytes',
        'Content-Length: 5',
        'Content-Type: text/html',
        '',
        'web1\n',
      ),
    );
  });

  test('HTTP/1.0 that wants to stay', () => {
    expect(ask(webWorld(), 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n')).toContain(
      'Content-Length: 5\r\nKeep-Alive: timeout=5, max=100\r\nConnection: Keep-Alive\r\nContent-Type: text/html\r\n',
    );
  });

  test('HEAD', () => {
    const answer = ask(webWorld(), 'HEAD / HTTP/1.0\r\n\r\n');
    expect(answer).toContain('Content-Length: 5\r\nConnection: close\r\n');
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  test('HTTP/0.9', () => {
    expect(ask(webWorld(), 'GET /\r\n\r\n')).toBe('web1\n');
  });

  test.each([
    ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
    ['garbage', 'garbage\r\n\r\n'],
    ['a bare line feed', 'GET / HTTP/1.1\n'],
    ['out of the root', 'GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a bad escape', 'GET /a%zz HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('400: %s', (_, request) => {
    expect(ask(webWorld(), request)).toBe(
      lines(
        'HTTP/1.1 400 Bad Request',
        'Date: …',
        'Server: Apache',
        'Content-Length: 266',
        'Connection: close',
        'Content-Type: text/html; charset=iso-8859-1',
        '',
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html><head>\n' +
          '<title>400 Bad Request</title>\n</head><body>\n<h1>Bad Request</h1>\n' +
          '<p>Your browser sent a request that this server could not understand.<br />\n</p>\n</body></html>\n',
      ),
    );
  });

  test.each([
    ['GET /nope', '404 Not Found', 236],
    ['DELETE /', '405 Method Not Allowed', 263],
    ['PUT /', '405 Method Not Allowed', 260],
    ['FOO /', '501 Not Implemented', 242],
    [`GET /${'a'.repeat(300)}`, '403 Forbidden', 239],
    [`GET /${'a'.repeat(9000)}`, '414 Request-URI Too Long', 288],
  ])('%.20s: %s, %i bytes', (request, status, length) => {
    const answer = ask(webWorld(), `${request} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(answer).toContain(`HTTP/1.1 ${status}\r\n`);
    expect(answer).toContain(`Content-Length: ${length}\r\n`);
    expect(answer.split('\r\n\r\n')[1]).toHaveLength(length);
  });

  test('a directory without its slash', () => {
    const world = webWorld({ '/d/index.html': 'd\n' });
    const answer = ask(world, 'GET /d HTTP/1.1\r\nHost: 192.168.10.11\r\n\r\n');
    expect(answer).toContain('Location: http://192.168.10.11/d/\r\nContent-Length: 271\r\n');
    expect(ask(world, 'GET /d/ HTTP/1.0\r\n\r\n')).toMatch(/\r\n\r\nd\n$/);
  });

  test('a part of a file', () => {
    const answer = ask(webWorld({ '/a.txt': 'hello' }), 'GET /a.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=1-2\r\n\r\n');
    expect(answer).toContain(
      'HTTP/1.1 206 Partial Content\r\nDate: …\r\nServer: Apache\r\nLast-Modified: …\r\nAccept-Ranges: bytes\r\n' +
        'Content-Length: 2\r\nContent-Range: bytes 1-2/5\r\nContent-Type: text/plain\r\n\r\nel',
    );
  });

  test('TRACE says what was asked', () => {
    expect(ask(webWorld(), 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n')).toContain(
      '1d\r\nTRACE / HTTP/1.1\r\nHost: x\r\n\r\n\r\n0\r\n\r\n',
    );
  });

  test('two requests in one piece get two answers', () => {
    const answer = ask(webWorld(), 'GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /nope HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404']);
  });

  test('each request is a line of the access log', () => {
    const world = webWorld();
    ask(world, 'GET /x HTTP/1.0\r\nUser-Agent: test\r\n\r\n');
    expect(world.web.sys.readFile('/var/log/httpd/access_log')).toMatch(
      /^10\.0\.0\.1 - - \[\d\d\/\w{3}\/2019:\d\d:\d\d:\d\d \+0800\] "GET \/x HTTP\/1\.0" 404 236 "-" "test"\n$/,
    );
  });
});

describe('time', () => {
  test('an idle kept connection is closed after 5 s', () => {
    const world = webWorld();
    const ran = runMain(world.client, nc.main, ['nc', '-d', WEB, '80']);
    expect(ran.status).toBe(0);
    // deferred for 31 s, then 60 s without a request
    expect(Math.round(world.sim.nowUs / 1e6)).toBe(91);
  });

  test('half a request is answered with 408 after a minute', () => {
    const world = webWorld();
    const startUs = world.sim.nowUs;
    const ran = runMain(world.client, nc.main, ['nc', WEB, '80'], { stdin: 'GET / HTTP/1.1\r\nHo' });
    expect(ran.stdout).toContain('HTTP/1.1 408 Request Timeout\r\n');
    expect(Math.round((world.sim.nowUs - startUs) / 1e6)).toBe(60);
  });
});

describe('parts', () => {
  test('dates survive printing and reading', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e9 }), (at) => parseHttpDate(httpDate(at)) === at));
  });

  test('a request is read the same in two pieces as in one', () => {
    const whole = 'GET /a HTTP/1.1\r\nHost: x\r\nUser-Agent: y\r\n\r\n';
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (at) => readRequest(whole.slice(0, at)) === 'more'),
    );
    expect(readRequest(whole)).toMatchObject({ request: { headLength: whole.length, version: 11 } });
  });

  test('no path leads out of the root', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', 'a', '', '%2e%2e')), (names) => {
        const path = pathOf(`/${names.join('/')}`);
        return path === undefined || !path.split('/').includes('..');
      }),
    );
  });

  test('ports and roots of the configuration', () => {
    const config = parseConfig(
      [
        'Listen 80\nDocumentRoot "/var/www/html"\n',
        'Listen 81\n<VirtualHost *:81>\n  DocumentRoot "/var/www/html/81"\n</VirtualHost>\n',
      ],
      'web1',
    );
    expect(config).toMatchObject({
      listen: [
        { ip: 0, port: 80 },
        { ip: 0, port: 81 },
      ],
      defaultRoot: '/var/www/html',
    });
    expect(typeof config === 'object' && config.roots.get(81)).toBe('/var/www/html/81');
  });
});
