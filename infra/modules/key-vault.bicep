// Where an administrator keeps what the bot must know and nobody may see. The template writes no secret into it.
param name string
param location string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    // By roles, not by lists of the vault's own.
    enableRbacAuthorization: true
    // A vault that was deleted can be had back, and nobody can end that early. Neither can be switched off again.
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
