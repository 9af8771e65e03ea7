/** How cards call the services, in the order of the simulator's numbers from 1. */
export const serviceNames = [
  'Exchange',
  'SharePoint',
  'OneDrive',
  'Groups',
  'Project',
  'Public folders',
  'Teams',
  'Viva Engage',
  'Teams chat',
  'Power BI',
  'Power Automate',
  'Power Apps',
] as const;
