// Tells people when the bot itself is in trouble. What fails among backups, the bot says in Teams.
param name string
param location string
param siteId string
param workspaceId string
param instances int

@description('Who gets the alerts. Empty: they are only listed in the portal.')
param email string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: name
  location: 'global'
  properties: {
    groupShortName: 'BackupWatch'
    enabled: true
    emailReceivers: [
      {
        name: 'email'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

var actionGroups = empty(email) ? [] : [people.id]

// Of the bot's log. While a part is in trouble the bot repeats its line every ten minutes, so that an alert ends by itself.
// LOG_LEVEL must be "info" or lower for all of them.
var logRules = [
  {
    name: 'not-ready'
    description: 'A part of the bot is in trouble, for instance AvePoint, the tables or the token for Teams. The log names it: "health check failed".'
    severity: 1
    window: 'PT15M'
    threshold: 0
    query: '''
AppServiceConsoleLogs
| where ResultDescription contains '"health check failed"'
'''
  }
  {
    name: 'messages-late'
    description: 'A digest or a message about an incident has been due for five minutes or more. The log says why: "health check failed".'
    severity: 1
    window: 'PT15M'
    threshold: 0
    query: '''
AppServiceConsoleLogs
| where ResultDescription contains '"health check failed"' and ResultDescription contains '"messages":'
'''
  }
  {
    name: 'restarts'
    description: 'The bot starts again and again. If settings are wrong, its log lists them.'
    severity: 2
    window: 'PT30M'
    // A deployment starts each instance once, and the platform moves one now and then.
    threshold: 3 * instances
    query: '''
AppServiceConsoleLogs
| where ResultDescription contains '"msg":"listening"'
    or ResultDescription has 'These settings are missing or wrong'
    or ResultDescription has 'The bot could not start'
'''
  }
]

resource ofLog 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [for rule in logRules: {
  name: '${name}-${rule.name}'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: '${name}-${rule.name}'
    description: rule.description
    severity: rule.severity
    enabled: true
    scopes: [
      workspaceId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: rule.window
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: rule.threshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    // A new workspace has no table for a log before the first line of it came.
    skipQueryValidation: true
    actions: {
      actionGroups: actionGroups
    }
  }
}]

// Of what the platform counts.
var metricRules = [
  {
    name: 'server-errors'
    description: 'Requests were answered with 5xx. Teams shows an error then. A monitor that asks /readyz counts, too.'
    severity: 2
    metric: 'Http5xx'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 10
  }
  {
    name: 'not-alive'
    description: 'The bot does not answer at /healthz: it does not start, or hangs.'
    severity: 1
    metric: 'HealthCheckStatus'
    aggregation: 'Average'
    operator: 'LessThan'
    // 100 is well. A restart of a minute or two stays above.
    threshold: 75
  }
]

resource ofMetric 'Microsoft.Insights/metricAlerts@2018-03-01' = [for rule in metricRules: {
  name: '${name}-${rule.name}'
  location: 'global'
  properties: {
    description: rule.description
    severity: rule.severity
    enabled: true
    scopes: [
      siteId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: rule.name
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Web/sites'
          metricName: rule.metric
          timeAggregation: rule.aggregation
          operator: rule.operator
          threshold: rule.threshold
        }
      ]
    }
    autoMitigate: true
    actions: [for id in actionGroups: {
      actionGroupId: id
    }]
  }
}]
