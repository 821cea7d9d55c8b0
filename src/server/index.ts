export type { ErrorPlace } from './checks/checker.js';
export { createJuspay, type Juspay } from './juspay/create-juspay.js';
export { JuspayError, type JuspayErrorReason } from './juspay/juspay-error.js';
export type {
  MandateExecution,
  MandateNotice,
  MandateRef,
  Mandates,
} from './juspay/mandates.js';
export type { Fetch, JuspayOptions } from './juspay/options.js';
export type { OrderStatusOptions } from './juspay/order-status.js';
export type { Refund, RefundRequest } from './juspay/refund.js';
export type { Session } from './juspay/session.js';
export type {
  SessionBankAccount,
  SessionMandate,
  SessionRequest,
  SessionTpv,
} from './juspay/session-request.js';
export { toNodeHandler } from './node-handler.js';
export { openApi } from './open-api.js';
export type { Orders } from './orders/create-orders.js';
export type {
  Dispute,
  NewOrder,
  OrderTerms,
  RefundWord,
  ServerOrder,
  ServerOrderStatus,
} from './orders/order.js';
export type { OrderEvent, OrderEventKind } from './orders/order-event.js';
export { postgresOrders } from './orders/postgres.js';
export { OrderError, type OrderErrorReason } from './orders/problems.js';
export { sqliteOrders } from './orders/sqlite.js';
export type { UpiTables } from './orders/tables.js';
export type { Patience } from './orders/verdict.js';
export type { Customer } from './routes/customer.js';
export type { RequestLimits } from './routes/limits.js';
export type { SessionDetails, UpiServerOptions } from './server-options.js';
export { createSigner, type Signer, type SignerOptions } from './signing/create-signer.js';
export type { KeyService } from './signing/key-service.js';
export { SigningError, type SigningErrorReason } from './signing/signing-error.js';
export { SigningKeyError, type SigningKeyReason } from './signing/signing-key-error.js';
export { createUpiServer, type UpiServer } from './upi-server.js';
