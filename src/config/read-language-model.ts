import { z } from 'zod';
import type { ModelSettings } from '../language-model/settings.ts';
import { readAzureSignIn } from './read-azure-sign-in.ts';
import { type Settings, safeUrl } from './settings.ts';

const name = z.string().regex(/^[\w.:/-]{1,100}$/);
const versionOf = z.string().regex(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/);
/** The oldest version with strict schemas. */
const usualVersion = '2024-10-21';

/** Returns the language model that is asked about sentences the grammar can't read; undefined if none is set. */
export function readLanguageModel(settings: Settings): ModelSettings | undefined {
  const { get, complain } = settings;
  const isAzure = get('AZURE_OPENAI_ENDPOINT') !== undefined;
  const isOther = get('OPENAI_BASE_URL') !== undefined;
  if (isAzure && isOther) complain('AZURE_OPENAI_ENDPOINT and OPENAI_BASE_URL are both set: choose one');
  const azure = isAzure ? readAzure(settings) : undefined;
  const other = isOther ? readOther(settings) : undefined;
  return azure ?? other;
}

function readAzure(settings: Settings): ModelSettings {
  const { get, read } = settings;
  return {
    kind: 'azure',
    endpoint: read('AZURE_OPENAI_ENDPOINT', safeUrl, 'the https address of an Azure OpenAI resource'),
    model: read('AZURE_OPENAI_DEPLOYMENT', name, 'the name of the deployment of a model'),
    apiVersion: read('AZURE_OPENAI_API_VERSION', versionOf, 'a version such as 2024-10-21', usualVersion),
    key: get('AZURE_OPENAI_API_KEY'),
    signIn: readAzureSignIn(settings),
  };
}

function readOther({ get, read }: Settings): ModelSettings {
  return {
    kind: 'openai',
    url: read('OPENAI_BASE_URL', safeUrl, 'the https address of a service that is compatible with OpenAI’s'),
    model: read('OPENAI_MODEL', name, 'the name of a model'),
    key: get('OPENAI_API_KEY'),
  };
}
