import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const kafkaVersion = '4.3.1';
const javaVersionMin = 17;
const downloadTimeoutMs = 300_000;
const cacheFolder = fileURLToPath(new URL(`../../../.cache/kafka/${kafkaVersion}`, import.meta.url));

const dependency = (group: string, artifact: string, version: string) =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sightline</groupId>
  <artifactId>kafka-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    ${dependency('org.apache.kafka', 'kafka_2.13', kafkaVersion)}
    ${dependency('org.apache.kafka', 'kafka-tools', kafkaVersion)}
    ${dependency('org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.4')}
  </dependencies>
</project>
`;

/** A program that Kafka needs is missing or too old; the message names the Debian package. */
class KafkaNeedsProgram extends Error {
  constructor(what: string, debianPackage: string, options?: ErrorOptions) {
    super(
      `${what}: install the Debian package ${debianPackage}, start a container engine, or name a broker in TEST_KAFKA_BROKERS`,
      options,
    );
    this.name = 'KafkaNeedsProgram';
  }
}

/** @throws KafkaNeedsProgram without Java 17 or newer on the PATH */
export const requireJava = async (): Promise<void> => {
  const missing = (what: string, error?: unknown) =>
    new KafkaNeedsProgram(what, 'openjdk-17-jre-headless', { cause: error });
  const { stderr } = await run('java', ['-version'], { env: process.env }).catch((error: unknown) => {
    throw missing(`Kafka needs Java ${javaVersionMin} or newer, and there is no 'java' that runs`, error);
  });
  const version = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (version < javaVersionMin)
    throw missing(`Kafka needs Java ${javaVersionMin} or newer, and 'java' is version ${version}`);
};

const download = async (target: string): Promise<void> => {
  await run('mvn', ['-version'], { env: process.env }).catch((error: unknown) => {
    throw new KafkaNeedsProgram("Apache Kafka is fetched once by Maven, and there is no 'mvn' that runs", 'maven', {
      cause: error,
    });
  });
  const attempt = `${target}.new-${randomUUID()}`;
  await mkdir(attempt, { recursive: true });
  const pomFile = path.join(attempt, 'pom.xml');
  await writeFile(pomFile, pom);
  try {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${attempt}`];
    await run('mvn', ['-q', '-B', '-f', pomFile, ...goal], { env: process.env, timeout: downloadTimeoutMs });
    // All jars appear at once or not at all; who comes second finds them there.
    await rename(attempt, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(attempt, { recursive: true, force: true });
  }
};

/**
 * The folder with Kafka's jars: fetched from Maven Central the first time, then kept in `.cache/kafka` of the repository.
 * @throws KafkaNeedsProgram when they must be fetched and Maven is missing
 */
export const findKafkaJars = async (folder = path.join(cacheFolder, 'lib')): Promise<string> => {
  if (!existsSync(folder)) await download(folder);
  return folder;
};
