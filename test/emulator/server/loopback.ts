import type { Server } from 'node:http';

/** Port 0 takes any free one. Gives the URL without a slash at the end. */
export function listenOnLoopback(http: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', () => {
      const address = http.address();
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

/** Stops listening and destroys every open socket. Closing twice is no error. */
export function closeNow(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
}
