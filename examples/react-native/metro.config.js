const { getDefaultConfig } = require('expo/metro-config');

const config = getDefaultConfig(__dirname);

// hyper-sdk-react is native code: a browser does without it.
config.resolver.resolveRequest = (context, name, platform) =>
  platform === 'web' && name === 'hyper-sdk-react'
    ? { type: 'empty' }
    : context.resolveRequest(context, name, platform);

module.exports = config;
