package org.convoke.audio;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libopus. Pointers are passed as longs: that is the same to every 64-bit system's
 * calling convention, and spares the calls of the hot path the bookkeeping of arenas.
 *
 * <p>The calls are not "critical" ones: an encode takes 100 us, for which it may not hold up the
 * garbage collector; so payloads and samples are copied to native memory, which costs next to
 * nothing.
 */
final class LibOpus {
  static final int OK = 0;
  static final int BUFFER_TOO_SMALL = -2;
  static final int APPLICATION_VOIP = 2048;
  static final int RESET_STATE = 4028;
  static final int SET_BITRATE = 4002;
  static final int SET_COMPLEXITY = 4010;
  static final int SET_INBAND_FEC = 4012;
  static final int SET_PACKET_LOSS_PERC = 4014;
  static final int SET_DTX = 4016;
  static final int SET_SIGNAL = 4024;
  static final int SIGNAL_VOICE = 3001;

  private static final String[] NAMES = {
    "libopus.so.0", "libopus.so", "libopus.0.dylib", "opus.dll"
  };
  private static final int STRING_LIMIT = 256;

  private static final MethodHandle MALLOC;
  private static final MethodHandle FREE;
  private static final MethodHandle DECODER_SIZE;
  private static final MethodHandle DECODER_INIT;
  private static final MethodHandle DECODER_CTL;
  private static final MethodHandle DECODE;
  private static final MethodHandle ENCODER_SIZE;
  private static final MethodHandle ENCODER_INIT;
  private static final MethodHandle ENCODER_CTL;
  private static final MethodHandle ENCODE;
  private static final String VERSION;
  private static final String PROBLEM;

  static {
    Functions f = new Functions();
    String problem = f.load();
    MALLOC = f.malloc;
    FREE = f.free;
    DECODER_SIZE = f.decoderSize;
    DECODER_INIT = f.decoderInit;
    DECODER_CTL = f.decoderCtl;
    DECODE = f.decode;
    ENCODER_SIZE = f.encoderSize;
    ENCODER_INIT = f.encoderInit;
    ENCODER_CTL = f.encoderCtl;
    ENCODE = f.encode;
    VERSION = f.version;
    PROBLEM = problem;
  }

  private LibOpus() {}

  static boolean available() {
    return PROBLEM == null;
  }

  /** Why it is not available, or null. */
  static String problem() {
    return PROBLEM;
  }

  static String version() {
    return VERSION;
  }

  /** Native memory that {@link #free} gives back. */
  static MemorySegment allocate(long bytes) {
    try {
      long address = (long) MALLOC.invokeExact(bytes);
      if (address == 0) {
        throw new OutOfMemoryError("no native memory for Opus");
      }
      return MemorySegment.ofAddress(address).reinterpret(bytes);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static void free(MemorySegment memory) {
    try {
      FREE.invokeExact(memory.address());
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int decoderSize() {
    try {
      return (int) DECODER_SIZE.invokeExact(1);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int decoderInit(long state, int rate) {
    try {
      return (int) DECODER_INIT.invokeExact(state, rate, 1);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int decoderReset(long state) {
    try {
      return (int) DECODER_CTL.invokeExact(state, RESET_STATE);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int decode(long state, long payload, int length, long pcm, int samples, int fec) {
    try {
      return (int) DECODE.invokeExact(state, payload, length, pcm, samples, fec);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int encoderSize() {
    try {
      return (int) ENCODER_SIZE.invokeExact(1);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int encoderInit(long state, int rate) {
    try {
      return (int) ENCODER_INIT.invokeExact(state, rate, 1, APPLICATION_VOIP);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int encoderControl(long state, int request, int value) {
    try {
      return (int) ENCODER_CTL.invokeExact(state, request, value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int encode(long state, long pcm, int samples, long out, int limit) {
    try {
      return (int) ENCODE.invokeExact(state, pcm, samples, out, limit);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The functions of C declare no exceptions: only the JVM's own errors can come out of a call. */
  private static RuntimeException unexpected(Throwable t) {
    if (t instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(t);
  }

  /** What is looked up, gathered before the constants above are set. */
  private static final class Functions {
    private final Linker linker = Linker.nativeLinker();
    private SymbolLookup library;
    private MethodHandle malloc;
    private MethodHandle free;
    private MethodHandle decoderSize;
    private MethodHandle decoderInit;
    private MethodHandle decoderCtl;
    private MethodHandle decode;
    private MethodHandle encoderSize;
    private MethodHandle encoderInit;
    private MethodHandle encoderCtl;
    private MethodHandle encode;
    private String version;

    /** Null when all is found, otherwise why not. */
    String load() {
      if (ADDRESS.byteSize() != JAVA_LONG.byteSize()) {
        return "not a 64-bit system";
      }
      try {
        library = open();
        if (library == null) {
          return "no " + NAMES[0] + " on this system";
        }
        find();
        return null;
      } catch (RuntimeException | LinkageError e) {
        // Native access denied, a function missing, or a libopus that is not one.
        return e.getMessage() == null ? e.toString() : e.getMessage();
      }
    }

    private static SymbolLookup open() {
      for (String name : NAMES) {
        try {
          return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException e) {
          // Not under this name: the next.
          continue;
        }
      }
      return null;
    }

    private void find() {
      SymbolLookup system = linker.defaultLookup();
      malloc = link(system, "malloc", of(JAVA_LONG, JAVA_LONG));
      free = link(system, "free", FunctionDescriptor.ofVoid(JAVA_LONG));
      decoderSize = link(library, "opus_decoder_get_size", of(JAVA_INT, JAVA_INT));
      decoderInit = link(library, "opus_decoder_init", of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
      decoderCtl =
          link(
              library,
              "opus_decoder_ctl",
              of(JAVA_INT, JAVA_LONG, JAVA_INT),
              Linker.Option.firstVariadicArg(2));
      decode =
          link(
              library,
              "opus_decode",
              of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
      encoderSize = link(library, "opus_encoder_get_size", of(JAVA_INT, JAVA_INT));
      encoderInit =
          link(library, "opus_encoder_init", of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT));
      encoderCtl =
          link(
              library,
              "opus_encoder_ctl",
              of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT),
              Linker.Option.firstVariadicArg(2));
      encode =
          link(
              library,
              "opus_encode",
              of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
      version = readVersion();
    }

    private String readVersion() {
      MethodHandle text = link(library, "opus_get_version_string", of(JAVA_LONG));
      try {
        long address = (long) text.invokeExact();
        return MemorySegment.ofAddress(address).reinterpret(STRING_LIMIT).getString(0);
      } catch (Throwable t) {
        throw unexpected(t);
      }
    }

    private static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
      return FunctionDescriptor.of(result, arguments);
    }

    private MethodHandle link(
        SymbolLookup where, String name, FunctionDescriptor type, Linker.Option... options) {
      MemorySegment symbol =
          where.find(name).orElseThrow(() -> new IllegalStateException("it has no " + name));
      return linker.downcallHandle(symbol, type, options);
    }
  }
}
