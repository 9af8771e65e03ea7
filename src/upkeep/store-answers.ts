import type { Store } from '../domain/store.ts';

/** Resolves where the store answers: with nothing, since nothing lies there. Rejects with `StoreError`. */
export async function storeAnswers(store: Pick<Store, 'get'>): Promise<void> {
  await store.get({ collection: 'upkeep', partition: 'all', key: 'probe' });
}
