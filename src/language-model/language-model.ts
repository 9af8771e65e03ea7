import 'openai/shims/web';
import { AzureOpenAI, type ClientOptions, OpenAI } from 'openai';
import { z } from 'zod';
import type { Log } from '../domain/log.ts';
import type { SuggestSentences } from '../domain/suggest-sentences.ts';
import { type Clock, inMs, type MonotonicMs, msUntil } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import { createAzureCredential } from '../store/azure-sign-in.ts';
import { instructions } from './instructions.ts';
import type { ModelSettings } from './settings.ts';

const limitMs = 2_500;
/** After a failure the model isn't asked again so long: no other user shall wait for it. */
const pauseMs = 30_000;
const scope = 'https://cognitiveservices.azure.com/.default';

const answer = z.object({ sentences: z.array(z.string()) });
const schema = {
  type: 'object',
  properties: { sentences: { type: 'array', items: { type: 'string' } } },
  required: ['sentences'],
  additionalProperties: false,
} as const;

export interface LanguageModelParts {
  readonly settings: ModelSettings;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** After this time the ordinary card is shown. */
  readonly withinMs?: number;
}

/**
 * Creates the questions to a language model. What it answers is untrusted text. An answer that is late, refused or of
 * another shape counts as none, and is logged without what was asked.
 */
export function createLanguageModel(parts: LanguageModelParts): SuggestSentences {
  const { settings, fetch, clock, log, withinMs = limitMs } = parts;
  const client = clientFor(settings, fetch, withinMs);
  let pausedUntil: MonotonicMs | undefined;

  return {
    isReady: () => pausedUntil === undefined || msUntil(pausedUntil, clock) <= 0,

    async suggest(sentence, examples) {
      try {
        const completion = await withTimeout(withinMs, signal =>
          client.chat.completions.create(
            {
              model: settings.model,
              messages: [
                { role: 'system', content: instructions(examples) },
                { role: 'user', content: JSON.stringify({ sentence }) },
              ],
              response_format: {
                type: 'json_schema',
                json_schema: { name: 'sentences', strict: true, schema },
              },
            },
            { signal },
          ),
        );
        return answer.parse(JSON.parse(completion.choices[0]?.message.content ?? '')).sentences;
      } catch (error) {
        pausedUntil = inMs(pauseMs, clock);
        // The client's messages repeat parts of what was sent.
        const { name, status } = error as { readonly name?: string; readonly status?: number };
        log.warn({ error: name, status }, 'language model gave no answer');
        return [];
      }
    },
  };
}

/** Each option is given, since the client would read what is missing from the environment. */
function clientFor(settings: ModelSettings, fetch: typeof globalThis.fetch, withinMs: number): OpenAI {
  // The client's own type of `fetch` is that of another library.
  const common = {
    fetch: fetch as unknown as ClientOptions['fetch'],
    maxRetries: 0,
    timeout: withinMs,
    organization: null,
  };
  if (settings.kind === 'openai')
    return new OpenAI({ ...common, baseURL: settings.url, apiKey: settings.key ?? 'none', project: null });
  const { endpoint, apiVersion, model, key, signIn } = settings;
  const azure = { ...common, endpoint, apiVersion, deployment: model, project: null };
  if (key !== undefined) return new AzureOpenAI({ ...azure, apiKey: key });
  const credential = createAzureCredential(signIn, withinMs);
  return new AzureOpenAI({
    ...azure,
    azureADTokenProvider: async () => (await credential.getToken(scope))?.token ?? '',
  });
}
