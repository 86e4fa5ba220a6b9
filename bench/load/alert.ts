// One alert as Prometheus sends it: the same bytes for whoever is measured.

export type AlertWords = { service: string; instance: string; severity?: 'critical' | 'warning' }

export function alertBody({ service, instance, severity = 'critical' }: AlertWords): string {
  return `[{"labels":{"alertname":"CheckoutFailing","service":"${service}","instance":"${instance}","severity":"${severity}"},"annotations":{"summary":"Checkouts are failing on ${instance}","runbook_url":"https://runbooks.example.com/checkout"},"generatorURL":"http://prometheus.example.com/graph?g0.expr=checkout_error_ratio"}]`
}
