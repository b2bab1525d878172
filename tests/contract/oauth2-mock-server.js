// Starts oauth2-mock-server with the paths of the document's login. Argument: the port.
//
// It checks PKCE and no secrets. Its tokens last a second, so that they have to be renewed within a
// test; a token request with `lifetime` sets another number of seconds.

import { OAuth2Server } from 'oauth2-mock-server';

const LIFETIME = 1;

const server = new OAuth2Server(undefined, undefined, {
  endpoints: { authorize: '/oauth/authorize', token: '/oauth/token' },
});
await server.issuer.keys.generate('RS256');

const lifetime = (request) => Number(request.body.lifetime ?? LIFETIME);

server.service.on('beforeTokenSigning', (token, request) => {
  token.payload.exp = token.payload.iat + lifetime(request);
  // Two tokens of the same second would be the same text.
  token.payload.jti = crypto.randomUUID();
});
server.service.on('beforeResponse', (response, request) => {
  response.body.expires_in = lifetime(request);
});

await server.start(Number(process.argv[2]), '127.0.0.1');
