/** Expo writes these texts of `.env` into the app when it is built. */
declare const process: {
  readonly env: {
    readonly EXPO_PUBLIC_JUSPAY_CLIENT_ID?: string;
    readonly EXPO_PUBLIC_JUSPAY_MERCHANT_ID?: string;
    readonly EXPO_PUBLIC_JUSPAY_ENVIRONMENT?: string;
    readonly EXPO_PUBLIC_JUSPAY_ISSUING_PSP?: string;
    readonly EXPO_PUBLIC_UPI_HANDLE?: string;
    readonly EXPO_PUBLIC_SERVER_URL?: string;
    readonly EXPO_PUBLIC_SESSION_TOKEN?: string;
    readonly EXPO_PUBLIC_CUSTOMER_ID?: string;
  };
};
