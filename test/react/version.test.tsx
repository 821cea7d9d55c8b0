import * as React from 'react';
import { version as domVersion } from 'react-dom';
import { version as serverVersion } from 'react-dom/server';
import { expect, it } from 'vitest';

it(`runs on React ${process.env['REACT']}`, () => {
  for (const version of [React.version, domVersion, serverVersion]) {
    expect(version.split('.')[0]).toBe(process.env['REACT']);
  }
});
