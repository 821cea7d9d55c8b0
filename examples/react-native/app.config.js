const withHyperSdk = require('./plugins/with-hyper-sdk');

// `.env` is read before this file; see README.md.
const clientId = process.env.EXPO_PUBLIC_JUSPAY_CLIENT_ID;

module.exports = {
  name: 'Nilgiri Provisions',
  slug: 'upi-flow-example',
  version: '1.0.0',
  orientation: 'portrait',
  userInterfaceStyle: 'automatic',
  android: { package: 'dev.upiflow.example' },
  ios: { bundleIdentifier: 'dev.upiflow.example', supportsTablet: true },
  plugins: clientId ? [[withHyperSdk, { clientId }]] : [],
};
