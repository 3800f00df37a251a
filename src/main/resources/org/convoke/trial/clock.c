/*
 * The wall clock of a process and its children, so many seconds ahead of the machine's as a file says that is mapped
 * (FAKE_CLOCK: eight bytes). Monotonic time and waiting are as ever, as when an operator sets the clock of a machine.
 * (A wait until a moment of the wall clock is the kernel's, whose clock is right; the JVM has none that matters.)
 * Preloaded into the bridge of `scripts/trial clock` and never part of the product. Needs no header and no C library
 * to link with: cc -shared -fPIC -nostdlib
 */
struct timespec {
  long seconds;
  long nanoseconds;
};

struct timeval {
  long seconds;
  long microseconds;
};

extern void *dlsym(void *, const char *);
extern char *getenv(const char *);
extern int open(const char *, int, ...);
extern int close(int);
extern void *mmap(void *, unsigned long, int, int, int, long);

enum { REALTIME = 0, REALTIME_COARSE = 5, TAI = 11 };

static const long none = 0;
static const volatile long *volatile ahead;
static int (*volatile real)(int, struct timespec *);

static void begin(void) {
  char *name = getenv("FAKE_CLOCK");
  int file = name ? open(name, 0) : -1;
  void *mapped = file < 0 ? (void *)-1 : mmap(0, 8, 1, 1, file, 0);
  if (file >= 0) close(file);
  ahead = mapped == (void *)-1 ? &none : mapped;
  real = (int (*)(int, struct timespec *))dlsym((void *)-1, "clock_gettime");
}

int clock_gettime(int clock, struct timespec *now) {
  int result;
  if (!real) begin();
  result = real(clock, now);
  if (!result && (clock == REALTIME || clock == REALTIME_COARSE || clock == TAI)) now->seconds += *ahead;
  return result;
}

int gettimeofday(struct timeval *now, void *zone) {
  struct timespec exact;
  (void)zone;
  clock_gettime(REALTIME, &exact);
  now->seconds = exact.seconds;
  now->microseconds = exact.nanoseconds / 1000;
  return 0;
}

long time(long *now) {
  struct timespec exact;
  clock_gettime(REALTIME, &exact);
  if (now) *now = exact.seconds;
  return exact.seconds;
}
