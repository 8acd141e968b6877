import { createService } from './service.js';

const server = createService().listen(8080);
process.on('SIGTERM', () => server.close());
