import type { AzureSignIn } from '../store/azure-sign-in.ts';

/** Where a language model is asked, and as whom. `model` is the model's name; in Azure, that of its deployment. */
export type ModelSettings =
  | {
      readonly kind: 'azure';
      readonly endpoint: string;
      readonly model: string;
      readonly apiVersion: string;
      /** Undefined if the managed identity signs in. */
      readonly key: string | undefined;
      readonly signIn: AzureSignIn;
    }
  | {
      readonly kind: 'openai';
      /** Of the API, for example https://models.example/v1. */
      readonly url: string;
      readonly model: string;
      /** Undefined for a service that asks for none. */
      readonly key: string | undefined;
    };
