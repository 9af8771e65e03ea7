// The site that runs the bot, from a zip that is mounted read-only.
param name string
param location string
param planId string
param identityId string

@description('The bot\'s settings, by name.')
param settings object

var platform = {
  WEBSITE_RUN_FROM_PACKAGE: '1'
  // The zip is complete: nothing is to be installed or built over there.
  SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
  RUNNING_ON_AZURE: '1'
  // Seconds between SIGTERM and the end. The bot takes up to 15 to finish its turns; by default it would get 5.
  WEBSITES_CONTAINER_STOP_TIME_LIMIT: '30'
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: planId
    reserved: true
    httpsOnly: true
    // A setting may be a reference to a secret in the vault; it is read as this identity.
    keyVaultReferenceIdentity: identityId
    // Nobody's second request needs the instance of the first.
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: 'NODE|22-lts'
      // The platform writes this line into a shell script. With "exec" the process is node itself, so that SIGTERM
      // reaches it. No quotes: they do not survive the way there.
      appCommandLine: 'exec node scripts/start.js'
      // Digests and watches are due when nobody sends requests.
      alwaysOn: true
      // Not /readyz: that one fails while AvePoint is down, and the platform would restart, over and over, the very bot
      // that should say "unknown".
      healthCheckPath: '/healthz'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      webSocketsEnabled: false
      remoteDebuggingEnabled: false
      appSettings: [for setting in items(union(platform, settings)): {
        name: setting.key
        value: setting.value
      }]
    }
  }
}

// Passwords for uploads: none. Deployments sign in with Entra.
resource ftpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = {
  parent: site
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = {
  parent: site
  name: 'scm'
  properties: {
    allow: false
  }
}

// What the bot logs is kept for a week, and can be read with "az webapp log tail" and "az webapp log download".
resource logs 'Microsoft.Web/sites/config@2023-12-01' = {
  parent: site
  name: 'logs'
  properties: {
    httpLogs: {
      fileSystem: {
        enabled: true
        retentionInMb: 100
        retentionInDays: 7
      }
    }
  }
}

output name string = site.name
output id string = site.id
output hostName string = site.properties.defaultHostName
