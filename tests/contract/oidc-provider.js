// Starts oidc-provider with the paths of the document's login. Argument: the port.
//
// It checks secrets, redirect URIs, codes and refresh tokens, each of which it takes once. Its
// access tokens last two seconds. Whoever comes to its login page is logged in without a question.

import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const LIFETIME = 2;
const ACCOUNT = 'someone';

const port = Number(process.argv[2]);
const redirect_uris = ['http://127.0.0.1/callback'];
// Of use in a header only after it was encoded.
const client_secret = 'a secret: with/odd+letters & 100%';

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'service:1',
      client_secret,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
    {
      client_id: 'web',
      client_secret,
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris,
    },
    {
      client_id: 'program',
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris,
    },
  ],
  cookies: { keys: ['not a secret: these servers live for a test'] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
  },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (_context, interaction) => `/login/${interaction.uid}` },
  // Consent goes without saying.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({
      clientId: oidc.client.clientId,
      accountId: oidc.session.accountId,
    });
    grant.addOIDCScope('openid offline_access');
    await grant.save();
    return grant;
  },
  issueRefreshToken: async () => true,
  pkce: { required: (_context, client) => client.clientAuthMethod === 'none' },
  rotateRefreshToken: true,
  routes: { authorization: '/oauth/authorize', token: '/oauth/token' },
  ttl: {
    AccessToken: LIFETIME,
    AuthorizationCode: 60,
    ClientCredentials: LIFETIME,
    Grant: 600,
    IdToken: 600,
    Interaction: 600,
    RefreshToken: 600,
    Session: 600,
  },
});

const handle = provider.callback();

createServer(async (request, response) => {
  if (!request.url.startsWith('/login/')) {
    handle(request, response);
    return;
  }
  try {
    const done = { login: { accountId: ACCOUNT }, consent: {} };
    await provider.interactionFinished(request, response, done);
  } catch (error) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error));
  }
}).listen(port, '127.0.0.1');
