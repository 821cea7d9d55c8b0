/** What makes the checks happen. */
export interface Engine {
  start(): Promise<void>;
  /** Nothing new is begun; what is under way ends first. */
  stop(): Promise<void>;
  /** Something of this order may be due earlier than was planned. */
  wake(orderId: string, at: number): void;
}
