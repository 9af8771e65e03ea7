import type { Service } from '../domain/job.ts';
import { plural } from '../domain/plural.ts';

const names: Readonly<Record<Service, string>> = {
  exchange: 'Exchange Online',
  sharepoint: 'SharePoint Online',
  onedrive: 'OneDrive',
  groups: 'Microsoft 365 Groups',
  project: 'Project Online',
  publicFolder: 'Public Folders',
  teams: 'Teams',
  vivaEngage: 'Viva Engage',
  teamsChat: 'Teams Chat',
  powerBi: 'Power BI',
  powerAutomate: 'Power Automate',
  powerApps: 'Power Apps',
};

/** "Exchange Online, Teams and Power BI"; of more than four the first three and a number. */
export function serviceWords(those: readonly Service[]): string {
  return listWords(those.map(service => names[service]));
}

/** "a, b and c"; of more than four the first three and a number. */
export function listWords(words: readonly string[]): string {
  const shown = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : words;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** "1 job", "2 jobs". */
export function countWords(count: number, word: string): string {
  return `${count} ${plural(count, word, `${word}s`)}`;
}
