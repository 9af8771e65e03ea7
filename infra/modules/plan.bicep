// The machines that the site runs on.
param name string
param location string
param sku string
param instances int

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: name
  location: location
  kind: 'linux'
  sku: {
    name: sku
    capacity: instances
  }
  properties: {
    // Without it the plan is one for Windows, whatever its kind says.
    reserved: true
  }
}

output id string = plan.id
