/** Returns true for the connection string of an Azure Storage account, which has its secret key. */
export function isConnectionString(url: string): boolean {
  return /(^|;)AccountName=/i.test(url) || /^UseDevelopmentStorage=true/i.test(url);
}
