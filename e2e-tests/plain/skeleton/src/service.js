import { createServer } from 'node:http';

export function createService() {
  return createServer((request, response) => {
    response.statusCode = request.url === '/' || request.url === '/healthz' ? 200 : 404;
    response.end('${{ values.name }}\n');
  });
}
