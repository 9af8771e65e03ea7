// The bot's identity may read and write tables, and nothing else of the account.
param storageAccountName string
param principalId string

// Storage Table Data Contributor
var roleId = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageAccountName
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, roleId)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleId)
    principalId: principalId
    // Said, so that a principal made a moment ago is not looked up before it can be found.
    principalType: 'ServicePrincipal'
  }
}
