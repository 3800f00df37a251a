package org.convoke.capacity;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** How much of the heap is in use when what nobody needs is gone: as each collection tells. */
final class Heap {
  private final NotificationListener listener = (notification, handback) -> heard(notification);
  private final Set<String> pools = new HashSet<>();
  private volatile double afterCollection;

  Heap() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        pools.add(pool.getName());
      }
    }
  }

  void listen() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
      }
    }
  }

  void forget() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
          // Then there is nothing to forget.
        }
      }
    }
  }

  private void heard(Notification notification) {
    if (!notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    Map<String, MemoryUsage> after =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
            .getGcInfo()
            .getMemoryUsageAfterGc();
    long used = 0;
    for (Map.Entry<String, MemoryUsage> pool : after.entrySet()) {
      used += pools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
    }
    afterCollection = (double) used / Runtime.getRuntime().maxMemory();
  }

  /** The share in use after the last collection; 0 before the first. */
  double afterCollection() {
    return afterCollection;
  }

  /** The same, or what is in use now where that is less: it can be no more than that. */
  double least() {
    Runtime runtime = Runtime.getRuntime();
    double now = (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    return Math.min(now, afterCollection);
  }
}
