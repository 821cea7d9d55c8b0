const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const {
  withDangerousMod,
  withMainActivity,
  withPodfile,
  withProjectBuildGradle,
} = require('expo/config-plugins');

const MAVEN = 'https://maven.juspay.in/jp-build-packages/hyper-sdk/';

/** What the README of hyper-sdk-react asks of the native projects, done by `expo prebuild`. */
module.exports = (config, { clientId }) =>
  [withGradle, withPermissionResults, withMerchantConfig, withAssets].reduce(
    (changed, change) => change(changed, clientId),
    config,
  );

/** Where the SDK is found, and for which client its assets are. */
function withGradle(config, clientId) {
  return withProjectBuildGradle(config, (gradle) => {
    const { modResults } = gradle;
    if (modResults.contents.includes(MAVEN)) return gradle;
    modResults.contents = insertAfter(
      /allprojects\s*{\s*repositories\s*{/,
      `\n    maven { url "${MAVEN}" }`,
      insertAfter(
        /buildscript\s*{/,
        `\n  ext {\n    clientId = "${clientId}"\n  }`,
        modResults.contents,
      ),
    );
    return gradle;
  });
}

const IMPORT = 'import `in`.juspay.hypersdkreact.HyperSdkReactModule';

const FORWARD = `
  override fun onRequestPermissionsResult(
    requestCode: Int,
    permissions: Array<String>,
    grantResults: IntArray
  ) {
    if (HyperSdkReactModule.getPermissionRequestCodes().contains(requestCode)) {
      HyperSdkReactModule.onRequestPermissionsResult(requestCode, permissions, grantResults)
    } else {
      super.onRequestPermissionsResult(requestCode, permissions, grantResults)
    }
  }
`;

/** Without this, the SDK never hears what the person answered to the permission dialog. */
function withPermissionResults(config) {
  return withMainActivity(config, (activity) => {
    const { modResults } = activity;
    if (modResults.language !== 'kt') throw new Error('Expected MainActivity in Kotlin.');
    if (modResults.contents.includes(IMPORT)) return activity;
    modResults.contents = insertAfter(
      /class MainActivity[^{]*{/,
      FORWARD,
      insertAfter(/package .*/, `\n\n${IMPORT}`, modResults.contents),
    );
    return activity;
  });
}

/** iOS reads the client from a file beside the Podfile. */
function withMerchantConfig(config, clientId) {
  return withDangerousMod(config, [
    'ios',
    (ios) => {
      const folder = ios.modRequest.platformProjectRoot;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'MerchantConfig.txt'), `clientId = ${clientId}\n`);
      return ios;
    },
  ]);
}

const FUSE = `
    fuse_path = "./Pods/HyperSDK/Fuse.rb"
    system("ruby", fuse_path.to_s, "false") if File.exist?(fuse_path)
`;

/** Fetches the client's assets after each `pod install`. */
function withAssets(config) {
  return withPodfile(config, (podfile) => {
    const { modResults } = podfile;
    if (!modResults.contents.includes('Fuse.rb')) {
      modResults.contents = insertAfter(/post_install do \|installer\|/, FUSE, modResults.contents);
    }
    return podfile;
  });
}

/** Native templates change: better no project than one that half works. */
function insertAfter(pattern, addition, text) {
  if (!pattern.test(text)) throw new Error(`with-hyper-sdk: there is no ${pattern} to add to.`);
  return text.replace(pattern, (found) => `${found}${addition}`);
}
