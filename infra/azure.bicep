// All that the hosted bot needs, in one resource group: docs/operations.md goes through it step by step.
// Nothing here holds a secret: the bot proves itself with its managed identity, and what it cannot do without (AvePoint's
// secret or certificate) an administrator puts into the Key Vault by hand.
targetScope = 'resourceGroup'

@description('What every name is made of: a lower-case letter, then lower-case letters and digits. The names of the site, the storage account and the vault must be unique in the world.')
@minLength(4)
@maxLength(20)
param resourceBaseName string

@description('Where it all stands.')
param location string = resourceGroup().location

@description('The size of the App Service plan. Basic is the smallest that stays awake ("always on"), which digests and watches need.')
param webAppSku string = 'B1'

@description('How many instances run. They share the work through the storage account.')
@minValue(1)
@maxValue(10)
param instances int = 1

@description('The name of the bot in Azure; the one people see stands in the app manifest.')
@maxLength(42)
param botDisplayName string = 'Backup Watch'

@description('F0 is free and enough: messages of the Teams channel are not counted.')
@allowed([
  'F0'
  'S1'
])
param botSku string = 'F0'

@description('The address of AvePoint\'s data centre, https://graph-….avepointonlineservices.com')
param avePointGraphUrl string

@description('Where AvePoint gives tokens. Other clouds have other addresses.')
param avePointTokenUrl string = 'https://identity.avepointonlineservices.com/connect/token'

@description('The client id of the app registration at AvePoint.')
param avePointClientId string

@description('Which published shape of the jobs API is asked; auto: the one that answers.')
@allowed([
  'auto'
  'cloudbackup-jobs'
  'cloudbackupjobs'
])
param avePointJobsApi string = 'auto'

@description('The https address at which you sign in to AvePoint Online Services: cards link to it. Empty for no link.')
param avePointPortalUrl string = ''

@description('The IANA time zone of those whose client tells none.')
param defaultTimeZone string = 'UTC'

@description('Entra object ids of the administrators, separated by commas.')
param adminUserIds string

@description('Who may also acknowledge, watch and set digests: Entra object ids, or * for every member of the tenant.')
param operatorUserIds string = '*'

@description('Who may ask: Entra object ids, or * for every member of the tenant.')
param viewerUserIds string = '*'

@description('The proxy to go out through, http://host:port; empty for none. With a user name and password in it, give a reference to a secret in the vault instead: @Microsoft.KeyVault(VaultName=…;SecretName=…)')
param httpsProxy string = ''

@description('Hosts that are reached without the proxy, separated by commas.')
param noProxy string = ''

@description('Who is told by email when the bot itself is in trouble; empty: alerts are only listed in the portal.')
param alertEmail string = ''

@description('How many days logs are stored in the workspace.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Any other setting of docs/operations.md, by its name; also to override one of those below. No secrets: they belong in the Key Vault.')
param moreSettings object = {}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: resourceBaseName
    location: location
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: resourceBaseName
    location: location
  }
}

module tableAccess 'modules/table-access.bicep' = {
  name: 'table-access'
  params: {
    storageAccountName: storage.outputs.name
    principalId: identity.outputs.principalId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    name: resourceBaseName
    location: location
  }
}

module secretAccess 'modules/secret-access.bicep' = {
  name: 'secret-access'
  params: {
    vaultName: keyVault.outputs.name
    principalId: identity.outputs.principalId
  }
}

module plan 'modules/plan.bicep' = {
  name: 'plan'
  params: {
    name: resourceBaseName
    location: location
    sku: webAppSku
    instances: instances
  }
}

// Not set at all unless there is a proxy.
var proxySettings = empty(httpsProxy) ? {} : {
  HTTPS_PROXY: httpsProxy
  NO_PROXY: noProxy
}

// Each deployment replaces the site's settings by exactly these: what was set in the portal by hand is gone then.
module site 'modules/site.bicep' = {
  name: 'site'
  params: {
    name: resourceBaseName
    location: location
    planId: plan.outputs.id
    identityId: identity.outputs.id
    settings: union({
      BOT_TYPE: 'UserAssignedMsi'
      BOT_ID: identity.outputs.clientId
      BOT_TENANT_ID: identity.outputs.tenantId
      ALLOWED_TENANT_IDS: identity.outputs.tenantId
      // The one identity that opens the tables and the vault.
      AZURE_CLIENT_ID: identity.outputs.clientId
      STORE_URL: storage.outputs.tableEndpoint
      KEY_VAULT_URL: keyVault.outputs.uri
      AVEPOINT_GRAPH_URL: avePointGraphUrl
      AVEPOINT_TOKEN_URL: avePointTokenUrl
      AVEPOINT_CLIENT_ID: avePointClientId
      AVEPOINT_JOBS_API: avePointJobsApi
      AVEPOINT_PORTAL_URL: avePointPortalUrl
      DEFAULT_TIME_ZONE: defaultTimeZone
      ADMIN_USER_IDS: adminUserIds
      OPERATOR_USER_IDS: operatorUserIds
      VIEWER_USER_IDS: viewerUserIds
    }, proxySettings, moreSettings)
  }
  dependsOn: [
    tableAccess
    secretAccess
  ]
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: resourceBaseName
    displayName: botDisplayName
    sku: botSku
    endpoint: 'https://${site.outputs.hostName}/api/messages'
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    identityTenantId: identity.outputs.tenantId
  }
}

module workspace 'modules/workspace.bicep' = {
  name: 'workspace'
  params: {
    name: resourceBaseName
    location: location
    retentionInDays: logRetentionDays
  }
}

module diagnostics 'modules/diagnostics.bicep' = {
  name: 'diagnostics'
  params: {
    siteName: site.outputs.name
    vaultName: keyVault.outputs.name
    botName: bot.outputs.name
    workspaceId: workspace.outputs.id
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    name: resourceBaseName
    location: location
    siteId: site.outputs.id
    workspaceId: workspace.outputs.id
    instances: instances
    email: alertEmail
  }
}

// The toolkit writes these to env/.env.<environment>.
output BOT_ID string = identity.outputs.clientId
output BOT_TENANT_ID string = identity.outputs.tenantId
output BOT_DOMAIN string = site.outputs.hostName
output BOT_ENDPOINT string = 'https://${site.outputs.hostName}'
output AZURE_APP_SERVICE_RESOURCE_ID string = site.outputs.id
output AZURE_KEY_VAULT_NAME string = keyVault.outputs.name
output AZURE_STORAGE_TABLE_ENDPOINT string = storage.outputs.tableEndpoint
