export * from '../features/turn.ts';
