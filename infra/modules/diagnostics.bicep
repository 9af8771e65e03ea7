// Sends logs to the workspace. Those of the tables are left out: the bot asks several times a second, and its own log has what fails.
param siteName string
param vaultName string
param botName string
param workspaceId string

resource site 'Microsoft.Web/sites@2023-12-01' existing = {
  name: siteName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' existing = {
  name: botName
}

resource ofSite 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'backup-watch'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        // What the bot logs.
        category: 'AppServiceConsoleLogs'
        enabled: true
      }
      {
        category: 'AppServiceHTTPLogs'
        enabled: true
      }
      {
        // Starts and ends of the container.
        category: 'AppServicePlatformLogs'
        enabled: true
      }
      {
        // Sign-ins to deploy.
        category: 'AppServiceAuditLogs'
        enabled: true
      }
    ]
  }
}

resource ofVault 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'backup-watch'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        // Each reading of a secret, and by whom.
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

resource ofBot 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'backup-watch'
  scope: bot
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        // Requests of Teams to the bot, and how they ended.
        category: 'BotRequest'
        enabled: true
      }
    ]
  }
}
