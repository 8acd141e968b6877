import { hex, iso, latency, type LogMoment, type LogVoice } from './LogVoice';

function springPrefix({ time, container }: LogMoment, level: string, logger: string): string {
  return `${iso(time)} ${level.padStart(5)} 1 --- [${container}] [nio-8080-exec-${1 + (time % 9)}] ${logger.padEnd(40)} :`;
}

function spring(moment: LogMoment): string | string[] {
  const { random } = moment;
  const order = `A-${100_000 + random.below(900_000)}`;
  const draw = random.next();
  if (draw < 0.008)
    return [
      `${springPrefix(moment, 'ERROR', 'c.e.shop.payments.ProviderClient')} Call for order ${order} failed`,
      'java.net.SocketTimeoutException: Read timed out',
      '\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278) ~[na:na]',
      '\tat com.example.shop.payments.ProviderClient.authorize(ProviderClient.java:112) ~[app.jar:na]',
      '\tat com.example.shop.payments.PaymentService.pay(PaymentService.java:87) ~[app.jar:na]',
    ];
  if (draw < 0.05)
    return `${springPrefix(moment, 'WARN', 'c.zaxxer.hikari.pool.HikariPool')} HikariPool-1 - Connection acquisition took ${200 + random.below(600)}ms`;
  return `${springPrefix(moment, 'INFO', 'c.e.shop.payments.PaymentService')} Order ${order} authorized in ${latency(random)} ms [trace ${hex(random, 16)}]`;
}

function fraudCrash(moment: LogMoment): string[] {
  return [
    `${springPrefix(moment, 'ERROR', 'o.s.boot.SpringApplication')} Application run failed`,
    '',
    "org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'fraudModel': Failed to instantiate [com.example.fraud.model.FraudModel]: Factory method 'fraudModel' threw exception with message: Model file /models/fraud/v13/model.onnx has feature count 48, expected 52",
    '\tat org.springframework.beans.factory.support.ConstructorResolver.instantiate(ConstructorResolver.java:657) ~[spring-beans-7.0.1.jar!/:7.0.1]',
    '\tat org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.createBean(AbstractAutowireCapableBeanFactory.java:489) ~[spring-beans-7.0.1.jar!/:7.0.1]',
    '\tat com.example.fraud.FraudDetectorApplication.main(FraudDetectorApplication.java:21) ~[app.jar:1.8.0]',
    'Caused by: java.lang.IllegalStateException: Model file /models/fraud/v13/model.onnx has feature count 48, expected 52',
    '\tat com.example.fraud.model.OnnxModelLoader.validate(OnnxModelLoader.java:74) ~[app.jar:1.8.0]',
    '\tat com.example.fraud.model.OnnxModelLoader.load(OnnxModelLoader.java:41) ~[app.jar:1.8.0]',
    '\tat com.example.fraud.config.ModelConfiguration.fraudModel(ModelConfiguration.java:33) ~[app.jar:1.8.0]',
    '\t... 24 common frames omitted',
  ];
}

function springStart(moment: LogMoment): string[] {
  return [
    `${springPrefix(moment, 'INFO', 'c.e.shop.Application')} Starting Application using Java 25.0.1 with PID 1`,
    `${springPrefix(moment, 'INFO', 'o.s.boot.tomcat.TomcatWebServer')} Tomcat initialized with port 8080 (http)`,
  ];
}

function python({ time, random }: LogMoment): string {
  const stamp = iso(time).replace('T', ' ').replace('.', ',').replace('Z', '');
  if (random.next() < 0.02)
    return `${stamp} WARNING [recommender.cache] cold user ${hex(random, 8)}, using bestsellers`;
  return `${stamp} INFO [recommender.api] scored ${20 + random.below(480)} candidates in ${latency(random)}ms`;
}

function klogStamp(time: number, level: string): string {
  const text = iso(time);
  return `${level}${text.slice(5, 7)}${text.slice(8, 10)} ${text.slice(11, 23)}000       1`;
}

function training({ time, random, number }: LogMoment): string {
  const loss = 2.9 * Math.exp(-number / 900) + 0.35 + 0.03 * random.next();
  return `${iso(time).slice(0, 19)} step=${number * 10} loss=${loss.toFixed(4)} lr=${(2e-4 * Math.exp(-number / 4000)).toExponential(2)} tokens/s=${18_000 + random.below(2_500)} gpu_mem=${(20 + random.next()).toFixed(1)}GiB`;
}

function jobEnd({ time, random }: LogMoment): string {
  return `ts=${iso(time)} level=info msg="done" processed=${200 + random.below(4000)}`;
}

/** Programs that compute, and the cluster's own. */
export const PROGRAM_VOICES: Readonly<Record<string, LogVoice>> = {
  spring: { perMinute: 22, start: springStart, line: spring },
  'fraud-crash': {
    perMinute: 30,
    start: springStart,
    line: moment =>
      `${springPrefix(moment, 'INFO', 'c.e.fraud.model.OnnxModelLoader')} Loading /models/fraud/v13/model.onnx`,
    end: fraudCrash,
  },
  python: {
    perMinute: 18,
    start: ({ time }) =>
      `${iso(time).replace('T', ' ').replace('.', ',').replace('Z', '')} INFO [uvicorn] Uvicorn running on http://0.0.0.0:8080`,
    line: python,
  },
  job: {
    perMinute: 20,
    start: ({ time, container }) => `ts=${iso(time)} level=info job=${container} msg="started"`,
    line: ({ time, random, number }) =>
      `ts=${iso(time)} level=info msg="batch processed" batch=${number} rows=${20 + random.below(180)}`,
    end: jobEnd,
  },
  'reindex-failed': {
    perMinute: 40,
    start: ({ time }) => `ts=${iso(time)} level=info msg="reindex started" index=products`,
    line: ({ time, number }) =>
      `ts=${iso(time)} level=info msg="documents indexed" count=${number * 500}`,
    end: ({ time }) => [
      `ts=${iso(time)} level=error msg="bulk request failed" err="mapper_parsing_exception: failed to parse field [price] of type [scaled_float]: found \\"12,90\\"" document=88213`,
      `ts=${iso(time)} level=fatal msg="reindex aborted, the old index stays in use"`,
    ],
  },
  training: {
    perMinute: 12,
    start: ({ time }) => `${iso(time).slice(0, 19)} loading checkpoint, world_size=1`,
    line: training,
  },
  postgres: {
    perMinute: 2,
    start: ({ time }) => [
      `${iso(time).replace('T', ' ').replace('Z', ' UTC')} [1] LOG:  starting PostgreSQL 17.6 on x86_64-pc-linux-gnu`,
      `${iso(time).replace('T', ' ').replace('Z', ' UTC')} [1] LOG:  database system is ready to accept connections`,
    ],
    line: ({ time, random, number }) =>
      number % 2 === 0
        ? `${iso(time).replace('T', ' ').replace('Z', ' UTC')} [27] LOG:  checkpoint starting: time`
        : `${iso(time).replace('T', ' ').replace('Z', ' UTC')} [27] LOG:  checkpoint complete: wrote ${40 + random.below(900)} buffers (${(random.next() * 4).toFixed(1)}%); 0 WAL file(s) added, 0 removed, 1 recycled`,
  },
  redis: {
    perMinute: 1,
    start: () => ['1:M * Server initialized', '1:M * Ready to accept connections tcp'],
    line: ({ random }) => `1:M * ${100 + random.below(900)} changes in 300 seconds. Saving...`,
  },
  kafka: {
    perMinute: 5,
    start: ({ time }) =>
      `[${iso(time).replace('T', ' ').replace('.', ',').replace('Z', '')}] INFO [KafkaRaftServer nodeId=1] Kafka Server started (kafka.server.KafkaRaftServer)`,
    line: ({ time, random }) =>
      `[${iso(time).replace('T', ' ').replace('.', ',').replace('Z', '')}] INFO [UnifiedLog partition=orders-${random.below(12)}, dir=/var/lib/kafka] Rolled new log segment at offset ${1_000_000 + random.below(9_000_000)} in ${random.below(9)} ms. (kafka.log.UnifiedLog)`,
  },
  coredns: {
    perMinute: 12,
    start: () => [
      '.:53',
      '[INFO] plugin/reload: Running configuration SHA512 = 591cf328cccc12bc490481273e738df59329c62c0b729d94e8b61db9961c2fa5',
      'CoreDNS-1.13.1',
    ],
    line: ({ random }) =>
      `[INFO] 10.60.${random.below(6)}.${2 + random.below(200)}:${30_000 + random.below(30_000)} - ${random.below(65_535)} "A IN ${random.pick(['cart.shop', 'catalog.catalog', 'postgres.payments', 'kafka.platform'])}.svc.cluster.local. udp 54 false 512" NOERROR qr,aa,rd 106 0.000${100 + random.below(800)}s`,
  },
  klog: {
    perMinute: 3,
    start: ({ time, container }) =>
      `${klogStamp(time, 'I')} server.go:47] "Version info" version="${container}"`,
    line: ({ time, random }) =>
      random.next() < 0.03
        ? `${klogStamp(time, 'W')} reflector.go:561] "watch ended, starting again" err="very short watch: no events received"`
        : `${klogStamp(time, 'I')} controller.go:${100 + random.below(300)}] "Reconciled" duration="${latency(random)}ms"`,
  },
};
