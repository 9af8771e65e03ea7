// What the bot remembers: one table. It is reached by identity alone; the account's keys open nothing.
param name string
param location string

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: {
    // Three copies in one data centre. Standard_ZRS, where the region has it, survives the loss of one.
    name: 'Standard_LRS'
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

// The audit record and all that was set are in it. It says no to deleting the account or its resource group, until it's taken off.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'backup-watch-data'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'What Backup Watch remembers. Dump it before you take this lock off: docs/operations.md.'
  }
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = {
  parent: tables
  name: 'BackupWatch'
}

output name string = account.name
output tableEndpoint string = account.properties.primaryEndpoints.table
