import { Command } from 'commander';
import { context } from '../cdk.json';
import { synthesize } from '../lib/experiment/synthesize';
import { readNetwork } from '../lib/network/network';
import { type Question, walk } from '../lib/network/walk';
import { askedInWords, placesInWords, walkedInWords } from '../lib/network/words';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';

interface Options {
  readonly protocol: string;
  readonly clientPort?: string;
  readonly withoutZone?: string;
}

const program = new Command('npm run packet --')
  .description(
    'Walks the first packet of a connection, and its answer, through the network of a stack, offline, and prints every rule that lets it through or drops it. With the pattern alone it lists what has an address.',
  )
  .argument('<pattern>', 'id of the pattern, such as ThreeTierVpc')
  .argument('[source]', 'a network interface or what has one; an IPv4 address; or internet')
  .argument('[destination]', 'the same, or a service such as s3')
  .argument('[port]', 'of the destination; ICMP has none')
  .option('--protocol <protocol>', 'tcp, udp or icmp', 'tcp')
  .option('--client-port <port>', 'the port of the source, to which the answer goes', '40000')
  .option('--without-zone <letter>', 'a zone that has failed, such as a')
  .addHelpText(
    'after',
    `
Examples:
  npm run packet -- ThreeTierVpc
  npm run packet -- ThreeTierVpc web db 5432
  npm run packet -- ThreeTierVpc app internet 443 --without-zone a

A name that several places begin with means the first of them. Addresses that only AWS knows are imagined.`,
  );

async function main(): Promise<void> {
  program.parse();
  const [name = '', ...words] = program.args;
  const [pattern] = findPatterns([name]);
  if (pattern?.id !== name)
    throw new Error(`expected the id of one pattern, got the family ${name}`);
  const made = await synthesize(pattern, [], context, false);
  if ('refused' in made) throw new Error(made.refused);
  if (words.length === 0) {
    const { places } = readNetwork(made.template);
    if (places.length === 0)
      throw new Error(
        `expected a stack with a network, got ${pattern.id}, where nothing has an address`,
      );
    console.log(placesInWords(places).join('\n'));
    return;
  }
  const question = read(words, program.opts<Options>());
  // Walked first, so that a mistake in the question is not read as its answer.
  const walked = walk(made.template, question);
  console.log(`${pattern.id}: ${askedInWords(question)}\n`);
  console.log(walkedInWords(walked).join('\n'));
}

function read(words: readonly string[], options: Options): Question {
  const [source, destination, port] = words;
  const { protocol, withoutZone, clientPort } = options;
  if (source === undefined || destination === undefined) {
    throw new Error(`expected a source and a destination, got ${words.join(' ')}`);
  }
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'icmp') {
    throw new Error(`expected tcp, udp or icmp, got ${protocol}`);
  }
  return {
    ...{ source, destination, protocol },
    ...(port !== undefined && { port: readPort(port) }),
    ...(clientPort !== undefined && { clientPort: readPort(clientPort) }),
    ...(withoutZone !== undefined && { without: withoutZone }),
  };
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new Error(`expected a port such as 443, got ${text}`);
  return Number(text);
}

runMain(main);
