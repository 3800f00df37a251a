package org.convoke.web.socket;

/**
 * Why a request was refused.
 *
 * @param message a sentence for people
 * @param field of the request that is to blame, or null
 * @param reason of a {@link FaultCode#FORBIDDEN}, for programs: not_host, muted_by_host, listener,
 *     no_pins, pin_budget; or null
 */
record Fault(FaultCode code, String message, String field, String reason) {
  static Fault of(FaultCode code, String message) {
    return new Fault(code, message, null, null);
  }

  static Fault field(String field, String message) {
    return new Fault(FaultCode.INVALID_REQUEST, field + " " + message + ".", field, null);
  }

  static Fault forbidden(String reason, String message) {
    return new Fault(FaultCode.FORBIDDEN, message, null, reason);
  }

  static Fault unavailable() {
    return of(FaultCode.UNAVAILABLE, "A part of the bridge does not answer. Try again soon.");
  }

  Fault at(String where) {
    return new Fault(code, message, where, reason);
  }

  /** A refusal on its way through futures. It carries no stack. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    Refused(Fault fault) {
      super(fault.message(), null, false, false);
      this.fault = fault;
    }

    Fault fault() {
      return fault;
    }
  }

  Refused refused() {
    return new Refused(this);
  }
}
