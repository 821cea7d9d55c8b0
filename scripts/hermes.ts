import { printTrial } from './hermes/print-trial.js';
import { tryOnHermes } from './hermes/trial.js';

const trial = await tryOnHermes();

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(trial));
} else {
  printTrial(trial, (line) => console.log(line));
}
