package org.convoke.web;

import io.vertx.core.Future;

/** One operation of the contract. It may fail with a {@link Problem}, thrown or in its future. */
@FunctionalInterface
interface Endpoint {
  Future<Answer> answer(Ask ask);
}
