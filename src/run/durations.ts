/** Every wait of the runner and of the checks, in seconds before the timeout factor, each with its reason. */

/** The runner itself. The timeout factor stretches only those that wait for the cluster's work. */
export const RUNNER = {
  /** A run renews its Lease this often; kube-controller-manager renews its own every 2 s, a kubelet every 10 s. */
  heartbeat: 5,
  /** A Lease that was seen not to change for so long belongs to a dead run: six heartbeats, one lost server restart. */
  silence: 30,
  /** How often `karat clean` looks whether a Lease changed. */
  look: 2,
  /** A Lease that by the server's own stamps is this old needs no observing: no server is lost for an hour mid-run. */
  ancient: 3600,
  /** Pods get this grace unless their check says otherwise: probes have nothing to save, and devices are waited for. */
  podGrace: 1,
  /**
   * The default ServiceAccount of a new namespace is made by a controller; pods are refused until it is there. After a
   * restart the controller manager waits for its predecessor's Lease to run out (15 s) before it works.
   */
  serviceAccount: 60,
  /** A single answer that is passed on by the API server; what takes longer is as good as silent. */
  answer: 10,
  /** Between two looks at something that has no watch and comes within a second. */
  lookAgain: 0.2,
  /** A log is asked for when its container should have started; unless the check says so, it is waited for this long. */
  containerStart: 30,
  /**
   * A pod whose image cannot be pulled is given up after so long, when its kubelet next says so: it has tried again after
   * 10 and after 20 s by then (image back-off), which a registry that is away for a moment does not outlast.
   */
  pull: 25,
  /**
   * A container that runs prints its first line within a second. Where its log stays empty or is refused for so long, no
   * kubelet stands behind it (a restarting one is back sooner), and nothing would come of waiting for the rest.
   */
  firstLine: 8,
  /** A container that has ended prints no more, but its last lines may come a moment later than its status. */
  lastLines: 3,
  /** Until pods and claims of a finished check are gone: grace, kubelet, driver, claim controller; 3 to 6 s when well. */
  release: 60,
  /** Between two looks at what is still there; half as long again each time, up to the last. */
  releaseLookFirst: 0.2,
  releaseLookLast: 0.4,
  /** A namespace whose deletion takes longer than this is named as left behind. Its controller waits 5 s at first. */
  finalise: 30,
  /**
   * A watch that was down for less was merely moved to another server. Controllers then come back at once too: their
   * first backoff is 0.8 s (client-go's reflector).
   */
  blip: 2,
  /**
   * After an outage controllers look for the server again after a pause, which doubles from 0.8 s up to 30 s and is
   * stretched at random to twice that (client-go's reflector): at most about twice the outage, and 60 s. The rest is
   * for listing all anew; 64 s were seen until a scheduler bound pods again.
   */
  recoveryTimes: 2,
  recoveryFirst: 10,
  recoveryLongest: 75,
  /**
   * Clean-up that was asked for, or comes before a run goes on, waits so long: often the API server was away, and
   * controllers and kubelets then take a minute or two to work again.
   */
  gone: 180,
} as const;

/** gang_scheduling. */
export const GANG = {
  /** A pod that has its place must be running: the first use of the image on a node may have to pull it. */
  start: 120,
  /**
   * A gang that does not fit is watched at least this long: kube-scheduler tries again about 1 and 4 s after its first
   * attempt (backoff doubles up to 10 s), other schedulers work in cycles of about a second.
   */
  waits: 12,
  /** And at least this many times as long as an ordinary pod needed to be bound on the same node just before. */
  waitsTimesBinding: 5,
  /**
   * From room to a gang that has met and finished: backoff of at most 10 s, devices given back by the driver, start of
   * the containers, handshake. Generous, because only its passing makes a fail.
   */
  release: 60,
  /** Between the first and the last binding of one gang: a write per pod, and with DRA the allocation of its claim. */
  spread: 10,
} as const;

/** robust_controller. */
export const OPERATOR = {
  /**
   * From an object to the pods that its operator makes of it: controllers react within a second, and one that failed
   * tries again after 5 ms, doubled each time (controller-runtime's rate limiter): a dozen times within this.
   */
  acts: 60,
  /** Pods that are there must be running: the first use of the image on a node may have to pull it. */
  start: 120,
  /** From a worker's start to its one line. */
  line: 20,
  /**
   * An object that is in order may be refused at first: the webhook looks for what it refers to in a cache that lags, and
   * one that has just started is not yet known to every API server.
   */
  admits: 20,
  /** Between two attempts of the above. */
  again: 1,
  /** From an object's deletion until all that came of it is gone: garbage collector, kubelet, finalizers. */
  collects: 60,
  /**
   * From the deletion of a controller's pod until another one is ready: start, readiness probes of up to 15 s, and the
   * predecessor's Lease, which runs out after 15 s (leader election of controller-runtime).
   */
  restart: 120,
  /** A worker stays until it is removed; this only ends it if nobody does. */
  stay: 900,
} as const;

/** dra_support and secure_accelerator_access. */
export const ACCESS = {
  /** A pod that has its place and its device must be running: the first use of the image on a node may have to pull it. */
  start: 120,
  /** From a probe's start to its last line: some 100 forks, on a node that starts other pods at the same time. */
  probe: 20,
  /** A pod that holds a device stays until it is removed; this only ends it if nobody does. */
  stay: 900,
  /**
   * A claim that must not be allocated is watched at least this long. A scheduler that is wrong gives it a device at its
   * first attempt; kube-scheduler tries again after 1 and after 2 s, so that three attempts fall into it.
   */
  waits: 6,
  /** And at least this many times as long as a claim that is in order took to be allocated, just before, on the same node. */
  waitsTimesControl: 5,
  /** From a device given back to another pod that runs with it: driver, claim controller, backoff of at most 10 s. */
  handOver: 90,
} as const;

/** ai_inference. */
export const INFERENCE = {
  /** Pods of backends and clients must be running: the first use of the image on a node may have to pull it. */
  start: 120,
  /** A controller accepts a GatewayClass within a second or two; one that was just restarted after some more. */
  accepted: 30,
  /** A Gateway gets its proxy and its address: a pod's start, or a load balancer of a cloud, which takes minutes. */
  programmed: 300,
  /** From a Gateway with an address of the cluster to bytes: its proxy starts and reads its routes; 5 to 10 s when well. */
  serves: 60,
  /** The same through a load balancer of a cloud: its health checks and its name's spreading take several minutes. */
  servesFromOutside: 600,
  /** From a change of a route, or of what allows it, to its condition in the route's status. */
  status: 30,
  /** A backend that must not be reached is asked for so long; one that is in order was found within `serves` before. */
  refused: 10,
  /** One answer of a backend that does no work. A gateway that has none yet may hold a request back a while. */
  patience: 5,
  /** What a client needs for one request in the long run, its own processes included, on a loaded node. */
  answer: 0.5,
} as const;

/** ai_service_metrics and accelerator_metrics. */
export const MONITORING = {
  /** A pod must be running: the first use of the image on a node may have to pull it. */
  start: 120,
  /** A container that runs answers as soon as its shell has made a few files. */
  answers: 20,
  /** Between two looks at what is collected, or measured: the shortest interval at which exporters work. */
  look: 1,
  /** From a pod's start to its first sample: 30 s to discover it and two scrapes at the usual 60 s. */
  collected: 150,
  /** From a sample that changed to an answer that shows it: two scrapes at the usual 60 s. */
  follows: 120,
  /** A workload that nobody may collect is looked for this long after one that is declared was collected. */
  quiet: 10,
  /** Nobody collects anything, if nobody asked a declared pod for so long: a scrape a minute, and 30 s to discover it. */
  unasked: 90,
  /** A series whose target is gone without a word is answered for 5 min (Prometheus's look-back), and then no more. */
  stale: 330,
  /** Exporters may measure as rarely as every 30 s (dcgm-exporter's default), and a load needs a while to begin. */
  moves: 150,
  /** A load that shows is kept up this long, for what must not move to do so. */
  kept: 4,
} as const;

/** pod_autoscaling. */
export const SCALING = {
  /** Pods must be running: the first use of the image on a node may have to pull it. */
  start: 120,
  /** From a pod's start to its probe's last line. */
  probe: 20,
  /** A pod that holds a device stays until it is removed; this only ends it if nobody does. */
  stay: 7200,
  /** A pod that runs serves its file within a second or two. */
  answers: 20,
  /** From a pod's annotation to the file in it: a second mostly, and up to 90 s with kubelets that look now and then. */
  told: 120,
  /** Between two looks at what a pod exports. */
  look: 0.5,
  /** The controller looks at each HPA this often (kube-controller-manager's --horizontal-pod-autoscaler-sync-period). */
  sync: 15,
  /**
   * Until an HPA reads a metric that was never there before: 30 s to discover the pod, a scrape every minute,
   * prometheus-adapter's list of metrics every minute (its chart's metricsRelistInterval), a sync; and half as long again.
   */
  served: 240,
  /** From a value to the replicas that it asks for: a scrape every minute, an adapter's or KEDA's own 30 s, two syncs. */
  react: 180,
  /** From room to a pod that is ready there: devices given back by drivers, backoff, start. */
  ready: 120,
} as const;

/** cluster_autoscaling. */
export const AUTOSCALING = {
  /** The scheduler looks at a pod within a second, and says why it has no place. */
  waits: 30,
  /**
   * Until an autoscaler has decided about a pod: Cluster Autoscaler looks every 10 s and promises to decide within 30 s,
   * or 60 s from a hundred nodes on (its FAQ, "What are the Service Level Objectives"); Karpenter waits 10 s at most for
   * more pods. Twice the longest.
   */
  react: 120,
  /** Pods for which the pool must not grow are watched at least this long, whatever was said of them: one look and a half. */
  still: 15,
  /** From the decision to pods that run: on clouds machines with accelerators take 5 to 15 min, drivers included. */
  grow: 1200,
  /** From a pod's start to its probe's last line. */
  probe: 20,
  /** Demand stays until it is removed; this only ends it if nobody does. */
  stay: 7200,
  /**
   * Karpenter marks a node that is empty for its pool's `consolidateAfter` when it next looks (10 s) and has thought it
   * over (15 s): four times that, and 20 s for looks that other nodes take.
   */
  idle: 120,
  /** Cluster Autoscaler by default lets 10 min pass after growth, and keeps a node that is unneeded for 10 min. */
  unneeded: 1500,
  /** A node that is to go is drained, and its machine given back. */
  leave: 600,
} as const;
