/**
 * Sounds for calls that are not in the repository: texts spoken by a speech engine, files fetched
 * by URL.
 *
 * <p>The door is {@link org.convoke.speech.Voice}; it knows no call and no leg. Owner of nothing on
 * the bus. Everything here is slow and happens on threads of its own.
 */
package org.convoke.speech;
