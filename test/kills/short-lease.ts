/** How long the leases of the processes last that are killed and stopped. */
export const shortLeaseMs = 4_000;
