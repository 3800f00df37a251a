/** Identifiers and secrets as types, so that none is mistaken for another and no secret prints. */
package org.convoke.id;
